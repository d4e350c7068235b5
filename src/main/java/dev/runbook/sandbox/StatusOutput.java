package dev.runbook.sandbox;

import dev.runbook.sandbox.config.SandboxCredentials;
import dev.runbook.sandbox.rds.SandboxInstance;
import dev.runbook.sandbox.rds.StateFile;
import dev.runbook.sandbox.wire.CallLog;
import dev.runbook.sandbox.wire.JsonValue;
import dev.runbook.sandbox.wire.JsonValueReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** What the commands print, read from the state folder. */
final class StatusOutput {

    private final Daemon daemon;

    StatusOutput(Daemon daemon) {
        this.daemon = daemon;
    }

    String status() {
        var description = daemon.findRunning().orElse(JsonValue.JsonObject.empty());
        var text = new StringBuilder(
                "The sandbox is running (pid " + description.text("pid").orElse("?") + ").\n");
        text.append("  RDS and STS  ")
                .append(description.text("rds").orElse("-"))
                .append('\n');
        text.append("  S3           ")
                .append(description.text("s3").orElse("-"))
                .append('\n');
        for (var instance : instances()) {
            var shape = instance.shape();
            text.append(String.format(
                    Locale.ROOT,
                    "  %-28s %-12s %-16s %s%n",
                    instance.name(),
                    shape.dbInstanceStatus(),
                    Optional.ofNullable(shape.endpoint())
                            .map(endpoint -> endpoint.address() + ":" + endpoint.port())
                            .orElse("-"),
                    instance.isReplica() ? "replica of " + shape.readReplicaSourceDBInstanceIdentifier() : ""));
        }
        return text.toString();
    }

    String environment() {
        var description = daemon.findRunning().orElseThrow(() -> new NotRunningException());
        var text = new StringBuilder();
        // What is set in the shell already would win over the lines below.
        text.append("unset AWS_SESSION_TOKEN AWS_PROFILE PGPASSWORD\n");
        export(text, "AWS_ACCESS_KEY_ID", SandboxCredentials.ACCESS_KEY_ID);
        export(text, "AWS_SECRET_ACCESS_KEY", SandboxCredentials.SECRET_ACCESS_KEY);
        export(text, "AWS_REGION", description.text("region").orElse(""));
        export(text, "AWS_DEFAULT_REGION", description.text("region").orElse(""));
        export(text, "AWS_EC2_METADATA_DISABLED", "true");
        export(text, "AWS_ENDPOINT_URL_RDS", description.text("rds").orElse(""));
        export(text, "AWS_ENDPOINT_URL_STS", description.text("rds").orElse(""));
        description.text("s3").ifPresent(s3 -> export(text, "AWS_ENDPOINT_URL_S3", s3));
        var databases = instances().stream().filter(SandboxInstance::hasServer).toList();
        databases.stream().findFirst().map(SandboxInstance::shape).ifPresent(shape -> exportUser(text, shape));
        for (var instance : instances()) {
            exportInstance(text, instance);
        }
        return text.toString();
    }

    String calls(boolean jsonl, long since) {
        var text = new StringBuilder();
        for (var line : CallLog.lines(daemon.calls())) {
            var call = JsonValueReader.readObject(line, "calls");
            if (Long.parseLong(call.text("seq").orElse("0")) > since) {
                text.append(jsonl ? line : formatCall(call)).append('\n');
            }
        }
        return text.toString();
    }

    private void exportUser(StringBuilder text, DBInstance shape) {
        export(text, "PGUSER", shape.masterUsername());
        export(text, "PGDATABASE", shape.dbName());
        export(text, "PGPASSFILE", passwords().toString());
    }

    private static void exportInstance(StringBuilder text, SandboxInstance instance) {
        var prefix = instance.name().toUpperCase(Locale.ROOT).replace('-', '_');
        var endpoint = instance.shape().endpoint();
        if (endpoint != null) {
            export(text, prefix + "_HOST", endpoint.address());
            export(text, prefix + "_PORT", endpoint.port().toString());
            export(text, prefix + "_PASSWORD", instance.password());
        }
    }

    private static String formatCall(JsonValue.JsonObject call) {
        var parameters = new StringBuilder();
        call.fields("parameters").writeTo(parameters);
        return String.format(
                Locale.ROOT,
                "%5s  %s  %s:%s  %s  %s%s",
                call.text("seq").orElse(""),
                call.text("time").orElse(""),
                call.text("service").orElse(""),
                call.text("action").orElse(""),
                parameters,
                call.text("status").orElse(""),
                call.text("error").map(error -> " " + error).orElse(""));
    }

    private List<SandboxInstance> instances() {
        return new StateFile(daemon.state().resolve("state.json"))
                .read().orElse(JsonValue.JsonObject.empty()).items("instances").stream()
                        .map(item -> SandboxInstance.of((JsonValue.JsonObject) item))
                        .toList();
    }

    private Path passwords() {
        return daemon.state().resolve("pgpass");
    }

    private static void export(StringBuilder text, String name, String value) {
        text.append("export ")
                .append(name)
                .append("='")
                .append(value.replace("'", "'\\''"))
                .append("'\n");
    }
}
