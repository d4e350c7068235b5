package dev.runbook.journal;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a lease file says: who holds it, for which run, and when it was last heard of by the clock of its holder.
 *
 * @param on the name of what it is on; empty when an older version wrote it
 */
record LeaseRecord(Owner owner, String run, Instant since, Instant heartbeat, String on) {

    boolean isHeldBy(Owner other, String otherRun) {
        return owner.equals(other) && run.equals(otherRun);
    }

    /** Whether it was heard of within this time, as far as the clocks of two machines can be compared. */
    boolean wasHeardOf(Duration within, Instant now) {
        return Duration.between(heartbeat, now).abs().compareTo(within) < 0;
    }

    /** The same, on what its file is named after when it does not say itself. */
    LeaseRecord named(String name) {
        return on.isEmpty() ? new LeaseRecord(owner, run, since, heartbeat, name) : this;
    }

    LeaseRecord renewed(Instant now) {
        return new LeaseRecord(owner, run, since, now, on);
    }

    /** {@code root@vm, process 4711, run 20261121-104000-a1b2, since 10:40:00, last heard of at 10:41:05}. */
    String words(Instant now) {
        return owner + ", run " + run + ", since " + clock(since, now) + ", last heard of at " + clock(heartbeat, now);
    }

    /** A moment to the second as the reader's clock shows it, with the date when that is another one than now. */
    static String clock(Instant moment, Instant now) {
        ZonedDateTime there = moment.atZone(ZoneId.systemDefault());
        boolean today =
                there.toLocalDate().equals(now.atZone(ZoneId.systemDefault()).toLocalDate());
        return DateTimeFormatter.ofPattern(today ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                .format(there);
    }

    String write() {
        Map<String, Value> fields = new LinkedHashMap<>(owner.fields().fields());
        fields.put("run", new Value.Text(run));
        fields.put("since", new Value.Text(since.toString()));
        fields.put("heartbeat", new Value.Text(heartbeat.toString()));
        fields.put("on", new Value.Text(on));
        return Json.write(new Value.Fields(fields)) + "\n";
    }

    /** Reads a lease file; empty when it does not hold a whole record. */
    static Optional<LeaseRecord> read(String text) {
        try {
            if (!(Json.read(text) instanceof Value.Fields fields)) {
                return Optional.empty();
            }
            Instant since = Instant.parse(text(fields, "since"));
            Instant heartbeat = Instant.parse(text(fields, "heartbeat"));
            return Owner.read(fields)
                    .map(owner -> new LeaseRecord(owner, text(fields, "run"), since, heartbeat, text(fields, "on")));
        } catch (ParseException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String text(Value.Fields fields, String key) {
        return fields.get(key).map(Value::show).orElse("");
    }
}
