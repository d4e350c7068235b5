package dev.runbook.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sandbox's own requests, beside those of AWS: ordering faults and the state of replications, and reading the calls so far. */
final class Control {

    private final Faults faults;
    private final CallLog calls;
    private final Replicating replicating;
    private final Path state;

    /** @param state the folder of the sandbox, by which callers tell it from others */
    Control(Faults faults, CallLog calls, Replicating replicating, Path state) {
        this.state = state;
        this.replicating = replicating;
        this.faults = faults;
        this.calls = calls;
    }

    void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        try {
            switch (request) {
                case "GET /sandbox/ready" -> HttpFront.send(exchange, 200, ready());
                case "GET /sandbox/calls" ->
                    HttpFront.send(
                            exchange,
                            200,
                            calls.lines().stream().map(line -> line + "\n").collect(Collectors.joining()));
                case "GET /sandbox/faults" -> HttpFront.send(exchange, 200, waiting());
                case "POST /sandbox/faults" -> {
                    faults.add(Fault.of(TreeReader.readFields(body, "the ordered fault")));
                    HttpFront.send(exchange, 200, waiting());
                }
                case "POST /sandbox/replication" -> {
                    replicate(TreeReader.readFields(body, "the ordered replication"));
                    HttpFront.send(exchange, 200, "{}\n");
                }
                case "DELETE /sandbox/faults" -> {
                    faults.clear();
                    HttpFront.send(exchange, 200, waiting());
                }
                default -> HttpFront.send(exchange, 404, "{\"error\":\"the sandbox does not know " + request + "\"}\n");
            }
        } catch (IllegalArgumentException | AwsError e) {
            var error = Tree.Fields.none().with("error", Tree.text(String.valueOf(e.getMessage())));
            HttpFront.send(exchange, 400, error.json() + "\n");
        }
    }

    private void replicate(Tree.Fields asked) {
        var state = asked.text("state").orElse("");
        try {
            replicating.order(
                    asked.text("instance").orElse(""), Replicating.State.valueOf(state.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "state is one of replicating, paused, connecting, stopped and error, not '" + state + "'", e);
        }
    }

    private String ready() throws IOException {
        return Tree.Fields.none()
                        .with("ready", Tree.bare(true))
                        .with("state", Tree.text(state.toRealPath().toString()))
                        .json()
                + "\n";
    }

    private String waiting() {
        return new Tree.Items(faults.waiting().stream().<Tree>map(Fault::tree).toList()).json() + "\n";
    }
}
