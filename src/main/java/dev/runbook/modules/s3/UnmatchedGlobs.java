package dev.runbook.modules.s3;

import dev.runbook.modules.Refresh.BucketCopy;
import dev.runbook.modules.Refresh.CopyRules;
import dev.runbook.yaml.Glob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the globs of a task that match no key, probably by mistake: the objects that they should exclude are copied. A glob of
 * the task applies to all its copies, so it is judged after the last of them has been walked.
 */
final class UnmatchedGlobs {

    private final Map<Glob, Integer> openCopies = new LinkedHashMap<>();
    private final Set<Glob> matched = new HashSet<>();

    UnmatchedGlobs(List<BucketCopy> copies) {
        for (BucketCopy copy : copies) {
            globs(copy.rules()).forEach(glob -> openCopies.merge(glob, 1, Integer::sum));
        }
    }

    /**
     * Records a copy of which both sides have been walked completely.
     *
     * @param idle its globs that have matched no key of either side
     * @return a warning for each glob that has matched no key of any copy
     */
    List<String> recordWalk(BucketCopy copy, Set<Glob> idle) {
        List<String> warnings = new ArrayList<>();
        for (Glob glob : globs(copy.rules())) {
            if (!idle.contains(glob)) {
                matched.add(glob);
            }
            if (openCopies.merge(glob, -1, Integer::sum) == 0 && !matched.contains(glob)) {
                boolean excludes = copy.rules().exclude().contains(glob);
                warnings.add((excludes ? "'exclude'" : "'include'") + " has '" + glob + "' (" + glob.position()
                        + "), which matches no key of either side; see 'runbook doc s3-sync' for the syntax of globs");
            }
        }
        return warnings;
    }

    private static List<Glob> globs(CopyRules rules) {
        List<Glob> globs = new ArrayList<>(rules.include());
        globs.addAll(rules.exclude());
        return globs;
    }
}
