package dev.runbook.bench;

import java.util.Optional;

/** What a work took: ours, and theirs when it was measured. */
record Result(Workload work, int rounds, Timing ours, Optional<Timing> theirs) {

    Optional<Double> timesFaster() {
        return theirs.map(other -> other.wallSeconds() / ours.wallSeconds());
    }

    boolean misses() {
        return work.targets().stream().anyMatch(target -> !target.holds(this).orElse(true));
    }
}
