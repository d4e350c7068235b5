package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.wire.JsonValue;
import dev.runbook.sandbox.wire.SdkShapes;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;

/** One DB snapshot: its shape as AWS shows it, and the instance as it was. */
public record SandboxSnapshot(DBSnapshot shape, DBInstance origin, boolean hasServer, String password) {

    String name() {
        return shape.dbSnapshotIdentifier();
    }

    /** The folder of its copy; the colon of automated snapshots has no place in a path that PostgreSQL reads. */
    public String folder() {
        return "snapshot-" + name().replace(':', '-');
    }

    SandboxSnapshot asAvailable() {
        return new SandboxSnapshot(
                shape.toBuilder().status("available").percentProgress(100).build(), origin, hasServer, password);
    }

    @Override
    public String toString() {
        return "Snapshot[shape=" + shape + ", origin=" + origin + ", postgres=" + hasServer + ", password=***]";
    }

    JsonValue.JsonObject toJson() {
        return JsonValue.JsonObject.empty()
                .with("shape", SdkShapes.toJson(shape))
                .with("origin", SdkShapes.toJson(origin))
                .with("postgres", JsonValue.literal(hasServer))
                .with("password", JsonValue.text(password));
    }

    static SandboxSnapshot of(JsonValue.JsonObject json) {
        return new SandboxSnapshot(
                SdkShapes.fromJson(DBSnapshot.builder(), json.fields("shape"), DBSnapshot.class),
                SdkShapes.fromJson(DBInstance.builder(), json.fields("origin"), DBInstance.class),
                json.text("postgres").orElse("").equals("true"),
                json.text("password").orElse(""));
    }
}
