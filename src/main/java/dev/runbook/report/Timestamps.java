package dev.runbook.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Moments as a page shows them, in UTC so that it reads the same everywhere. */
public final class Timestamps {

    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Timestamps() {}

    public static String full(Instant moment) {
        return FULL.format(moment);
    }

    public static String clock(Instant moment) {
        return CLOCK.format(moment);
    }

    /** The moment in full; the text as it is when it names none. */
    public static String full(String asOf) {
        return parse(asOf).map(Timestamps::full).orElse(asOf);
    }

    private static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
