package dev.runbook.report;

import dev.runbook.journal.DataTime;
import dev.runbook.journal.DataTimeQualifier;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The moment that a pair's new data is of.
 *
 * @param text as the journal has it
 * @param bound {@code at least} when the data may be newer, {@code at most} when it may be older; empty when it is of that
 *     very moment
 */
public record DataAge(String text, String bound) {

    static DataAge of(DataTime time) {
        return new DataAge(
                time.moment().toString(),
                time.qualifier().map(DataTimeQualifier::word).orElse(""));
    }

    static DataAge of(Instant moment) {
        return new DataAge(moment.toString(), "");
    }

    /** Empty when the text names no moment. */
    public Optional<Instant> moment() {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** {@code at most 29 s old}: data of a later moment is younger. Empty when the text names no moment. */
    public Optional<String> age(Instant now) {
        String word = switch (bound) {
            case "at least" -> "at most ";
            case "at most" -> "at least ";
            default -> "";
        };
        return moment().map(data -> word + Formats.age(Duration.between(data, now)) + " old");
    }
}
