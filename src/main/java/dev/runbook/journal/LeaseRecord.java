package dev.runbook.journal;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
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
