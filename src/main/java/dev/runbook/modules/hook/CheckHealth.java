package dev.runbook.modules.hook;

import dev.runbook.expression.Value;
import dev.runbook.modules.Description;
import dev.runbook.modules.OutsideChange;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Refresh.Login;
import dev.runbook.modules.Refresh.Side;
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
record CheckHealth(Health health, Swapped swapped) implements OutsideChange {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    @Override
    public String key() {
        return "health" + swapped.since();
    }

    @Override
    public Description describe() {
        Map<String, Value> parameters = new LinkedHashMap<>();
        health.page().ifPresent(page -> {
            parameters.put("url", new Value.Text(page.toString()));
            parameters.put("status", new Value.Whole(health.status()));
        });
        health.statement().ifPresent(statement -> parameters.put("statement", new Value.Text(statement)));
        health.expect().ifPresent(expected -> parameters.put("expect", new Value.Text(expected)));
        parameters.put("timeout_seconds", new Value.Whole(health.timeout().toSeconds()));
        return new Description(
                health.page().isPresent() ? "http" : "sql",
                health.page().isPresent() ? "GET" : "SELECT",
                health.page().map(URI::toString).orElse(swapped.root().id().name()),
                new Value.Fields(parameters),
                "");
    }

    @Override
    public Progress progress(World world) {
        return swapped.isLive(world) ? Progress.done() : Progress.needed();
    }

    @Override
    public Settling settling() {
        // No mark tells that the old tree is well, so only the journal can.
        return swapped.isOld() ? Settling.ONCE : Settling.IMMEDIATE;
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        Instant end = ports.clock().now().plus(health.timeout());
        Optional<String> complaint = complaint(ports);
        while (complaint.isPresent()) {
            if (!ports.clock().now().isBefore(end)) {
                throw new PortException(
                        Kind.BROKEN,
                        "health check",
                        "not well after " + health.timeout().toSeconds() + " s: " + complaint.get() + "\n"
                                + swapped.advice("look at the application"));
            }
            ports.clock().sleep(ports.pacing().polling().cap(health.interval()));
            complaint = complaint(ports);
        }
    }

    /** What is wrong; empty when all is well. */
    private Optional<String> complaint(Ports ports) throws InterruptedException {
        try {
            if (health.page().isPresent()) {
                int status = ports.http().get(health.page().get(), ANSWER_TIMEOUT);
                return status == health.status()
                        ? Optional.empty()
                        : Optional.of("status " + status + " instead of " + health.status());
            }
            return answered(ports.database());
        } catch (PortException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> answered(Database database) throws PortException {
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
        Side target = swapped.refresh().target();
        Address address = swapped.root()
                .address()
                .orElseThrow(() -> new PortException(
                        Kind.WRONG_STATE, "health check", swapped.root().id() + " has no address yet"));
        Login login = target.login().orElseThrow();
        return new DatabaseAddress(
                swapped.root().engine(),
                address.host(),
                address.port(),
                target.databases().get(0),
                login.user(),
                login.password(),
                target.tls(),
                ANSWER_TIMEOUT);
    }
}
