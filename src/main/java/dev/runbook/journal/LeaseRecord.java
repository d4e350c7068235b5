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

/** What a lease file says: who holds it, for which run, and when it was last heard of. */
record LeaseRecord(Owner owner, String run, Instant since, Instant heartbeat) {

    boolean isHeldBy(Owner other, String otherRun) {
        return owner.equals(other) && run.equals(otherRun);
    }

    boolean isStale(Instant now, Duration silence) {
        return heartbeat.plus(silence).isBefore(now);
    }

    LeaseRecord renewed(Instant now) {
        return new LeaseRecord(owner, run, since, now);
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

    /** The instance that a lease is on: its name is the last part of the target's, and holds no dot itself. */
    static String instance(String target) {
        return target.substring(target.lastIndexOf('.') + 1);
    }

    String write() {
        Map<String, Value> fields = new LinkedHashMap<>(owner.fields().fields());
        fields.put("run", new Value.Text(run));
        fields.put("since", new Value.Text(since.toString()));
        fields.put("heartbeat", new Value.Text(heartbeat.toString()));
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
            return Owner.read(fields).map(owner -> new LeaseRecord(owner, text(fields, "run"), since, heartbeat));
        } catch (ParseException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String text(Value.Fields fields, String key) {
        return fields.get(key).map(Value::show).orElse("");
    }
}
