package dev.runbook.modules.s3;

import dev.runbook.modules.Refresh.CopyRules;
import dev.runbook.yaml.Glob;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decides which keys a copy includes, by the part of the key below the prefix; records which globs have matched a key. */
final class KeyFilter {

    private final List<Glob> include;
    private final List<Glob> exclude;
    private final Set<Glob> unmatchedGlobs = new HashSet<>();

    KeyFilter(CopyRules rules) {
        this.include = rules.include();
        this.exclude = rules.exclude();
        unmatchedGlobs.addAll(include);
        unmatchedGlobs.addAll(exclude);
    }

    boolean accepts(String keyBelowPrefix) {
        unmatchedGlobs.removeIf(glob -> glob.matches(keyBelowPrefix));
        return (include.isEmpty() || matches(include, keyBelowPrefix)) && !matches(exclude, keyBelowPrefix);
    }

    /** The globs that have matched no key so far. */
    Set<Glob> unmatchedGlobs() {
        return Set.copyOf(unmatchedGlobs);
    }

    private static boolean matches(List<Glob> globs, String key) {
        return globs.stream().anyMatch(glob -> glob.matches(key));
    }
}
