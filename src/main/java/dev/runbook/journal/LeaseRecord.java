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
 * The content of a lease file: the holder, its run, and its last heartbeat by the clock of the holder.
 *
 * @param target the name of the target; empty when an older version wrote the file
 */
record LeaseRecord(ProcessIdentity owner, String run, Instant since, Instant heartbeat, String target) {

    boolean isHeldBy(ProcessIdentity other, String otherRun) {
        return owner.equals(other) && run.equals(otherRun);
    }

    /** Whether the last heartbeat is within this time, as far as the clocks of two machines can be compared. */
    boolean isRecent(Duration within, Instant now) {
        return Duration.between(heartbeat, now).abs().compareTo(within) < 0;
    }

    /** This record, with the name of its file as the target when the record has none. */
    LeaseRecord withDefaultTarget(String name) {
        return target.isEmpty() ? new LeaseRecord(owner, run, since, heartbeat, name) : this;
    }

    LeaseRecord withHeartbeat(Instant now) {
        return new LeaseRecord(owner, run, since, now, target);
    }

    /** {@code root@vm, process 4711, run 20261121-104000-a1b2, since 10:40:00, last heartbeat at 10:41:05}. */
    String describe(Instant now) {
        return owner + ", run " + run + ", since " + formatTime(since, now) + ", last heartbeat at "
                + formatTime(heartbeat, now);
    }

    /** A time in the reader's time zone, to the second, with the date when it is not today. */
    static String formatTime(Instant moment, Instant now) {
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
        fields.put("on", new Value.Text(target));
        return Json.write(new Value.Fields(fields)) + "\n";
    }

    /** Reads a lease file; empty when the record is incomplete. */
    static Optional<LeaseRecord> read(String text) {
        try {
            if (!(Json.read(text) instanceof Value.Fields fields)) {
                return Optional.empty();
            }
            Instant since = Instant.parse(text(fields, "since"));
            Instant heartbeat = Instant.parse(text(fields, "heartbeat"));
            return ProcessIdentity.read(fields)
                    .map(owner -> new LeaseRecord(owner, text(fields, "run"), since, heartbeat, text(fields, "on")));
        } catch (ParseException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String text(Value.Fields fields, String key) {
        return fields.get(key).map(Value::show).orElse("");
    }
}
