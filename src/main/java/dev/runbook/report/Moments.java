package dev.runbook.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Moments as a page shows them, in UTC so that it reads the same everywhere. */
final class Moments {

    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Moments() {}

    static String full(Instant moment) {
        return FULL.format(moment);
    }

    static String clock(Instant moment) {
        return CLOCK.format(moment);
    }

    /** {@code 29 s old, of 2026-11-21 10:40:00 UTC}; the text as it is when it names no moment. */
    static String age(String asOf, Optional<Instant> now) {
        try {
            Instant data = Instant.parse(asOf);
            return now.map(end -> Figures.age(Duration.between(data, end)) + " old, of ")
                            .orElse("of ")
                    + full(data);
        } catch (DateTimeParseException e) {
            return asOf;
        }
    }
}
