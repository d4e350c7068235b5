package dev.runbook.sandbox;

import com.sun.net.httpserver.HttpExchange;
import dev.runbook.sandbox.config.FaultQueue;
import dev.runbook.sandbox.config.InjectedFault;
import dev.runbook.sandbox.rds.ReplicationControl;
import dev.runbook.sandbox.wire.AwsError;
import dev.runbook.sandbox.wire.CallLog;
import dev.runbook.sandbox.wire.JsonValue;
import dev.runbook.sandbox.wire.JsonValueReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sandbox's own requests, beside those of AWS: ordering faults and the state of replications, and reading the calls so far. */
final class ControlApi {

    private final FaultQueue faults;
    private final CallLog calls;
    private final ReplicationControl replication;
    private final Path state;

    /** @param state the folder of the sandbox, which identifies it to callers */
    ControlApi(FaultQueue faults, CallLog calls, ReplicationControl replication, Path state) {
        this.state = state;
        this.replication = replication;
        this.faults = faults;
        this.calls = calls;
    }

    void handle(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        try {
            switch (request) {
                case "GET /sandbox/ready" -> SandboxHttpServer.send(exchange, 200, readiness());
                case "GET /sandbox/calls" ->
                    SandboxHttpServer.send(
                            exchange,
                            200,
                            calls.lines().stream().map(line -> line + "\n").collect(Collectors.joining()));
                case "GET /sandbox/faults" -> SandboxHttpServer.send(exchange, 200, pendingFaults());
                case "POST /sandbox/faults" -> {
                    faults.add(InjectedFault.of(JsonValueReader.readObject(body, "the ordered fault")));
                    SandboxHttpServer.send(exchange, 200, pendingFaults());
                }
                case "POST /sandbox/replication" -> {
                    setReplication(JsonValueReader.readObject(body, "the ordered replication"));
                    SandboxHttpServer.send(exchange, 200, "{}\n");
                }
                case "DELETE /sandbox/faults" -> {
                    faults.clear();
                    SandboxHttpServer.send(exchange, 200, pendingFaults());
                }
                default ->
                    SandboxHttpServer.send(
                            exchange, 404, "{\"error\":\"the sandbox does not know " + request + "\"}\n");
            }
        } catch (IllegalArgumentException | AwsError e) {
            var error = JsonValue.JsonObject.empty().with("error", JsonValue.text(String.valueOf(e.getMessage())));
            SandboxHttpServer.send(exchange, 400, error.toJsonText() + "\n");
        }
    }

    private void setReplication(JsonValue.JsonObject asked) {
        var state = asked.text("state").orElse("");
        try {
            replication.setState(
                    asked.text("instance").orElse(""),
                    ReplicationControl.ReplayState.valueOf(state.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "state is one of replicating, paused, connecting, stopped and error, not '" + state + "'", e);
        }
    }

    private String readiness() throws IOException {
        return JsonValue.JsonObject.empty()
                        .with("ready", JsonValue.literal(true))
                        .with("state", JsonValue.text(state.toRealPath().toString()))
                        .toJsonText()
                + "\n";
    }

    private String pendingFaults() {
        return new JsonValue.JsonArray(faults.pendingFaults().stream()
                                .<JsonValue>map(InjectedFault::toJson)
                                .toList())
                        .toJsonText()
                + "\n";
    }
}
