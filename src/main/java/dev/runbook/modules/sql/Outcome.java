package dev.runbook.modules.sql;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Where a verification leaves its figures for {@code register}; empty until it has run in this process. */
final class Outcome {

    private final AtomicReference<Optional<Figures>> figures = new AtomicReference<>(Optional.empty());

    void set(long rows, String reportPath) {
        figures.set(Optional.of(new Figures(rows, reportPath)));
    }

    Optional<Figures> figures() {
        return Optional.ofNullable(figures.get()).flatMap(found -> found);
    }

    /** What was proved, and where it is written. */
    record Figures(long rows, String reportPath) {}
}
