package dev.runbook.engine.resume;

import dev.runbook.expression.Value;
import dev.runbook.journal.DataTime;
import dev.runbook.journal.DataTimeQualifier;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The moment that new data is of.
 *
 * @param bound {@code at least} when it may be newer, {@code at most} when it may be older; empty when neither
 */
public record DataAsOf(Instant moment, String bound) {

    /** The moment as events have it. */
    public DataTime toRecord() {
        return new DataTime(moment, DataTimeQualifier.of(bound));
    }

    /** The time in the result of a task; empty if it has none. */
    public static Optional<DataAsOf> in(Value.Fields result) {
        String bound = result.get("data_as_of_bound")
                .filter(Value.Text.class::isInstance)
                .map(Value::show)
                .orElse("");
        try {
            return result.get("data_as_of")
                    .filter(Value.Text.class::isInstance)
                    .map(text -> new DataAsOf(Instant.parse(text.show()), bound));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
