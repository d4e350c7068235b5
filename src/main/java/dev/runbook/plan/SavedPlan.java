package dev.runbook.plan;

import dev.runbook.expression.Value;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run is to do, call by call, and the world and the files that this was found out from.
 *
 * @param files every file that had a part in it
 * @param pairs in the order of the inventory
 */
public record SavedPlan(Origin origin, Asked asked, List<ReadFile> files, List<PlannedPair> pairs) {

    public SavedPlan {
        files = List.copyOf(files);
        pairs = List.copyOf(pairs);
    }

    /**
     * Who made it, and when.
     *
     * @param program name and version
     * @param folder where it was made
     * @param argv the words after the program's name
     */
    public record Origin(String program, Instant made, String folder, List<String> argv) {
        public Origin {
            argv = List.copyOf(argv);
        }
    }

    /**
     * What the check was asked for, in the words of its command line.
     *
     * @param limit pattern of pairs; empty for all
     * @param from where to start; empty for the first task
     * @param values what {@code -e} gave, secrets left out
     * @param secrets by name, what tells whether the same secret is given again
     */
    public record Asked(
            String runbook,
            String inventory,
            Optional<String> limit,
            List<String> tags,
            List<String> skipTags,
            Optional<String> from,
            Map<String, Value> values,
            Map<String, SaltedDigest> secrets) {
        public Asked {
            tags = List.copyOf(tags);
            skipTags = List.copyOf(skipTags);
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        }
    }

    /**
     * A file as it was read.
     *
     * @param path relative to the folder the program was started in, absolute outside of it
     * @param sha256 of its text, in hexadecimal digits
     */
    public record ReadFile(String role, String path, String sha256) {}

    /** The pair of this name; empty when the plan is not about it. */
    public Optional<PlannedPair> pair(String name) {
        return pairs.stream().filter(pair -> pair.name().equals(name)).findFirst();
    }
}
