package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.wire.JsonValue;

/** What an instance is busy with: enough to begin it again after the sandbox was killed. */
public record PendingOperation(OperationKind kind, JsonValue.JsonObject request) {

    enum OperationKind {
        CREATE,
        REPLICATE,
        RESTORE,
        RESTORE_PAST,
        PROMOTE,
        MODIFY,
        ADD_ROLE,
        REBOOT,
        SNAPSHOT,
        DELETE
    }

    /** Whether the operation keeps the existing server, instead of creating or removing one. */
    public boolean needsServer() {
        return switch (kind) {
            case CREATE, REPLICATE, RESTORE, RESTORE_PAST -> false;
            case DELETE -> request.get("FinalDBSnapshotIdentifier").isPresent() || retainsBackups();
            default -> true;
        };
    }

    /** Whether the automated backups of a deleted instance stay. */
    boolean retainsBackups() {
        return request.text("DeleteAutomatedBackups").filter("false"::equals).isPresent();
    }

    @Override
    public String toString() {
        return "PendingOperation[" + kind + "]";
    }

    JsonValue.JsonObject toJson() {
        return JsonValue.JsonObject.empty()
                .with("kind", JsonValue.text(kind.name()))
                .with("request", request);
    }

    static PendingOperation of(JsonValue.JsonObject json) {
        return new PendingOperation(OperationKind.valueOf(json.text("kind").orElseThrow()), json.fields("request"));
    }
}
