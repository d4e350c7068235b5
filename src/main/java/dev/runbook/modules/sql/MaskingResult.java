package dev.runbook.modules.sql;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Holds the figures of a verification for {@code register}; empty until it has run in this process. */
final class MaskingResult {

    private final AtomicReference<Optional<MaskingFigures>> figures = new AtomicReference<>(Optional.empty());

    void set(long rows, String reportPath) {
        figures.set(Optional.of(new MaskingFigures(rows, reportPath)));
    }

    Optional<MaskingFigures> figures() {
        return Optional.ofNullable(figures.get()).flatMap(found -> found);
    }

    /** The number of verified rows and the path of the report. */
    record MaskingFigures(long rows, String reportPath) {}
}
