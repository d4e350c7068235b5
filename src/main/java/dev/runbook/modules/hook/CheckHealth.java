package dev.runbook.modules.hook;

import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.ExternalChange;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Refresh.DatabaseLogin;
import dev.runbook.modules.Refresh.RefreshSide;
import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.port.Ports;
import dev.runbook.world.Address;
import dev.runbook.world.World;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Waits until the application, or the new instance itself, answers as it should. */
record CheckHealth(HealthCriteria health, SwappedTree tree) implements ExternalChange {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    @Override
    public String key() {
        return "health" + tree.keySuffix();
    }

    @Override
    public CallDescription describe() {
        Map<String, Value> parameters = new LinkedHashMap<>();
        health.url().ifPresent(page -> {
            parameters.put("url", new Value.Text(page.toString()));
            parameters.put("status", new Value.Whole(health.status()));
        });
        health.statement().ifPresent(statement -> parameters.put("statement", new Value.Text(statement)));
        health.expect().ifPresent(expected -> parameters.put("expect", new Value.Text(expected)));
        parameters.put("timeout_seconds", new Value.Whole(health.timeout().toSeconds()));
        return new CallDescription(
                health.url().isPresent() ? "http" : "sql",
                health.url().isPresent() ? "GET" : "SELECT",
                health.url().map(URI::toString).orElse(tree.root().id().name()),
                new Value.Fields(parameters),
                "");
    }

    @Override
    public Progress progress(World world) {
        return tree.isLive(world) ? Progress.done() : Progress.needed();
    }

    @Override
    public CompletionMode completionMode() {
        // No mark tells that the old tree is well, so only the journal can.
        return tree.isOldTree() ? CompletionMode.ONCE : CompletionMode.IMMEDIATE;
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        Instant end = ports.clock().now().plus(health.timeout());
        Optional<String> complaint = findProblem(ports);
        while (complaint.isPresent()) {
            if (!ports.clock().now().isBefore(end)) {
                throw new PortException(
                        Kind.BROKEN,
                        "health check",
                        "not well after " + health.timeout().toSeconds() + " s: " + complaint.get() + "\n"
                                + tree.advice("look at the application"));
            }
            ports.clock().sleep(ports.pacing().polling().cap(health.interval()));
            complaint = findProblem(ports);
        }
    }

    /** What is wrong; empty when all is well. */
    private Optional<String> findProblem(Ports ports) throws InterruptedException {
        try {
            if (health.url().isPresent()) {
                int status = ports.http().get(health.url().get(), ANSWER_TIMEOUT);
                return status == health.status()
                        ? Optional.empty()
                        : Optional.of("status " + status + " instead of " + health.status());
            }
            return findQueryProblem(ports.database());
        } catch (PortException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> findQueryProblem(Database database) throws PortException {
        try (Database.Session session = database.openReadOnly(address())) {
            List<List<Optional<String>>> rows = session.query(health.statement().orElseThrow(), List.of());
            if (rows.isEmpty()) {
                return Optional.of("the query gave no row");
            }
            Optional<String> found = rows.get(0).stream().findFirst().flatMap(cell -> cell);
            return health.expect().isEmpty() || health.expect().equals(found)
                    ? Optional.empty()
                    : Optional.of("the query did not give '" + health.expect().get() + "'");
        }
    }

    private DatabaseAddress address() throws PortException {
        RefreshSide target = tree.refresh().target();
        Address address = tree.root()
                .address()
                .orElseThrow(() -> new PortException(
                        Kind.WRONG_STATE, "health check", tree.root().id() + " has no address yet"));
        DatabaseLogin login = target.login().orElseThrow();
        return new DatabaseAddress(
                tree.root().engine(),
                address.host(),
                address.port(),
                target.databases().get(0),
                login.user(),
                login.password(),
                target.tls(),
                ANSWER_TIMEOUT);
    }
}
