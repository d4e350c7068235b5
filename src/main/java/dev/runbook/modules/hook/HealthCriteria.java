package dev.runbook.modules.hook;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh;
import dev.runbook.yaml.TimeSpan;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Criteria of a successful health check; exactly one of page and statement is present.
 *
 * @param url URL to request with GET
 * @param status the expected HTTP status
 * @param statement query to run on the new instance
 * @param expect the expected text in the first column of the first row; empty if any row is accepted
 * @param timeout maximum time until the check must succeed
 * @param interval pause between two attempts
 */
record HealthCriteria(
        Optional<URI> url,
        long status,
        Optional<String> statement,
        Optional<String> expect,
        Duration timeout,
        Duration interval) {

    private static final Set<String> KEYS = Set.of("http", "status", "sql", "expect", "timeout", "interval");
    private static final long STATUS_OK = 200;

    static Optional<HealthCriteria> of(Args args, Refresh refresh) throws ModuleException {
        if (!args.has("health")) {
            return Optional.empty();
        }
        Reader reader = new Reader(args, args.fields("health"));
        reader.checkKeys();
        Optional<String> page = reader.text("http");
        Optional<String> statement = reader.text("sql");
        reader.check(page.isPresent() != statement.isPresent(), "'health' needs either 'http' or 'sql'");
        reader.check(statement.isPresent() || !reader.has("expect"), "'expect' goes with 'sql'");
        reader.check(page.isPresent() || !reader.has("status"), "'status' goes with 'http'");
        if (statement.isPresent()
                && (refresh.target().login().isEmpty()
                        || refresh.target().databases().isEmpty())) {
            throw ModuleException.invalidArgument(
                    args.position("health"),
                    "the target of pair '" + refresh.pair() + "' has no database or no user for the query",
                    "add 'databases', 'user' and 'password' to the target in the inventory, or use 'http'");
        }
        return Optional.of(new HealthCriteria(
                page.isPresent() ? Optional.of(reader.uri(page.get())) : Optional.empty(),
                reader.status(),
                statement,
                reader.text("expect"),
                reader.duration("timeout", Duration.ofMinutes(5)),
                reader.duration("interval", Duration.ofSeconds(5))));
    }

    /** Reads the mapping; reports a mistake with its position. */
    private record Reader(Args args, Value.Fields fields) {

        void checkKeys() throws ModuleException {
            for (String key : fields.fields().keySet()) {
                check(
                        KEYS.contains(key),
                        "'health' has no key '" + key + "'; it has "
                                + KEYS.stream().sorted().toList());
            }
        }

        boolean has(String key) {
            return fields.get(key).isPresent();
        }

        Optional<String> text(String key) throws ModuleException {
            Optional<Value> value = fields.get(key);
            if (value.isPresent()
                    && (value.get() instanceof Value.Fields
                            || value.get() instanceof Value.Items
                            || value.get() instanceof Value.Null)) {
                throw wrong("'" + key + "' of 'health' is " + value.get().kind() + ", not text");
            }
            return value.map(given -> given instanceof Value.Secret secret ? secret.reveal() : given.show());
        }

        URI uri(String text) throws ModuleException {
            try {
                URI uri = new URI(text);
                check(String.valueOf(uri.getScheme()).matches("https?"), "'" + text + "' is not an http or https URL");
                return uri;
            } catch (URISyntaxException e) {
                throw wrong("'" + text + "' is not a URL: " + e.getReason());
            }
        }

        long status() throws ModuleException {
            Value value = fields.get("status").orElse(new Value.Whole(STATUS_OK));
            if (!(value instanceof Value.Whole status) || status.number() < 100 || status.number() > 599) {
                throw wrong("'status' of 'health' is not an HTTP status: " + value.show());
            }
            return status.number();
        }

        Duration duration(String key, Duration fallback) throws ModuleException {
            Optional<String> text = text(key);
            Optional<Duration> duration = text.isPresent() ? TimeSpan.parse(text.get()) : Optional.of(fallback);
            return duration.orElseThrow(() -> wrong("'" + key + "' of 'health' is not a duration: " + text.orElse("")));
        }

        void check(boolean right, String otherwise) throws ModuleException {
            if (!right) {
                throw wrong(otherwise);
            }
        }

        private ModuleException wrong(String message) {
            return ModuleException.invalidArgument(
                    args.position("health"), message, "health: {http: \"https://stage.example.com/health\"}");
        }
    }
}
