package dev.runbook.engine;

import dev.runbook.journal.PairStatus;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a run ended.
 *
 * @param run id of the run
 * @param exit exit code of the process
 * @param changed whether anything was changed or, in a check, would be
 * @param pairs how each pair ended, in the order of the inventory
 */
public record RunOutcome(String run, int exit, boolean changed, Map<String, EndStatus> pairs) {

    public static final int OK = 0;
    public static final int INTERNAL = 1;
    public static final int INVALID = 3;
    public static final int FAILED = 4;
    public static final int REFUSED = 5;
    public static final int UNREACHABLE = 6;
    public static final int UNRECORDED = 7;

    /** How a pair ended; a closed choice. */
    public enum EndStatus {
        FINISHED(PairStatus.FINISHED),
        FAILED(PairStatus.FAILED),
        INTERRUPTED(PairStatus.INTERRUPTED),
        NOT_STARTED(PairStatus.NOT_STARTED),
        REFUSED(PairStatus.REFUSED),
        /** Finished in a run before: nothing was left to do, so that the data is no newer. */
        EARLIER(PairStatus.ALREADY_FINISHED);

        private final PairStatus recorded;

        EndStatus(PairStatus recorded) {
            this.recorded = recorded;
        }

        /** As events name it. */
        public PairStatus recordedStatus() {
            return recorded;
        }
    }

    public RunOutcome {
        pairs = Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
    }
}
