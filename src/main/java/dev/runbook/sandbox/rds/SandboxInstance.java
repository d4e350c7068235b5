package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.wire.JsonValue;
import dev.runbook.sandbox.wire.SdkShapes;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** One DB instance: its shape as AWS shows it, the server behind it, and what it is busy with. */
public record SandboxInstance(
        DBInstance shape, boolean hasServer, String password, Optional<PendingOperation> operation) {

    public String name() {
        return shape.dbInstanceIdentifier();
    }

    public String id() {
        return shape.dbiResourceId();
    }

    public boolean isReplica() {
        return shape.readReplicaSourceDBInstanceIdentifier() != null;
    }

    boolean isPostgresEngine() {
        return shape.engine().startsWith("postgres");
    }

    boolean hasBackups() {
        return shape.backupRetentionPeriod() != null && shape.backupRetentionPeriod() > 0;
    }

    SandboxInstance with(DBInstance changed) {
        return new SandboxInstance(changed, hasServer, password, operation);
    }

    SandboxInstance with(JsonValue.JsonObject overlay) {
        return with(RequestSettings.overlay(shape, overlay));
    }

    public SandboxInstance withStatus(String status) {
        return with(shape.toBuilder().dbInstanceStatus(status).build());
    }

    SandboxInstance withPassword(String changed) {
        return new SandboxInstance(shape, hasServer, changed, operation);
    }

    SandboxInstance withOperation(PendingOperation next) {
        return new SandboxInstance(shape, hasServer, password, Optional.of(next));
    }

    public SandboxInstance withoutOperation() {
        return new SandboxInstance(shape, hasServer, password, Optional.empty());
    }

    @Override
    public String toString() {
        return "Instance[shape=" + shape + ", postgres=" + hasServer + ", password=***, work=" + operation + "]";
    }

    JsonValue.JsonObject toJson() {
        var fields = JsonValue.JsonObject.empty()
                .with("shape", SdkShapes.toJson(shape))
                .with("postgres", JsonValue.literal(hasServer))
                .with("password", JsonValue.text(password));
        return operation.map(busy -> fields.with("work", busy.toJson())).orElse(fields);
    }

    public static SandboxInstance of(JsonValue.JsonObject json) {
        return new SandboxInstance(
                SdkShapes.fromJson(DBInstance.builder(), json.fields("shape"), DBInstance.class),
                json.text("postgres").orElse("").equals("true"),
                json.text("password").orElse(""),
                json.get("work").map(work -> PendingOperation.of((JsonValue.JsonObject) work)));
    }
}
