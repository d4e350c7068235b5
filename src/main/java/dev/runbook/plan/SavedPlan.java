package dev.runbook.plan;

import dev.runbook.expression.Value;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls of a future run, with the resources and the files that the plan is based on.
 *
 * @param files every file that was read
 * @param pairs in the order of the inventory
 */
public record SavedPlan(PlanOrigin origin, PlanRequest request, List<InputFile> files, List<PlannedPair> pairs) {

    public SavedPlan {
        files = List.copyOf(files);
        pairs = List.copyOf(pairs);
    }

    /**
     * The command that made the plan.
     *
     * @param program name and version
     * @param folder the working directory
     * @param argv the arguments after the program name
     */
    public record PlanOrigin(String program, Instant creationTime, String folder, List<String> argv) {
        public PlanOrigin {
            argv = List.copyOf(argv);
        }
    }

    /**
     * The options of the check.
     *
     * @param limit pattern of pairs; empty for all
     * @param from the first task; empty for the beginning
     * @param values the values of {@code -e}, without secrets
     * @param secrets a digest for each secret value of {@code -e}, by name
     */
    public record PlanRequest(
            String runbook,
            String inventory,
            Optional<String> limit,
            List<String> tags,
            List<String> skipTags,
            Optional<String> from,
            Map<String, Value> values,
            Map<String, SaltedDigest> secrets) {
        public PlanRequest {
            tags = List.copyOf(tags);
            skipTags = List.copyOf(skipTags);
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        }
    }

    /**
     * A file that was read.
     *
     * @param path relative to the working directory, absolute for a file outside of it
     * @param sha256 of its text, in hexadecimal digits
     */
    public record InputFile(String role, String path, String sha256) {}

    /** The plan of the pair with this name; empty when the plan does not include it. */
    public Optional<PlannedPair> pair(String name) {
        return pairs.stream().filter(pair -> pair.name().equals(name)).findFirst();
    }
}
