package dev.runbook.modules.sql;

import dev.runbook.adapter.jdbc.TestPostgresServer;
import dev.runbook.expression.Value;
import dev.runbook.modules.Change;
import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.FixedPlanningContext;
import dev.runbook.modules.FixedPorts;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PasswordStore;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.Tag;

/** A clone with a database to mask, and its environment for tests. */
final class MaskingFixture {

    static final String KEY = "a key for tests only, of more than thirty-two bytes";

    private static final InstanceId CLONE = new InstanceId("temp-stage");
    private static final ResourceId RESOURCE = new ResourceId("db-CLONE");

    private final TestPostgresServer server;
    private final Map<String, String> reports = new LinkedHashMap<>();
    private final FixedPorts fixedPorts = new FixedPorts();
    private Database database = new PooledDatabase();
    private String master = "owner";

    private MaskingFixture(TestPostgresServer server) {
        this.server = server;
    }

    /** Replaces the database of the last test with an empty one. */
    static MaskingFixture create(TestPostgresServer server) {
        PooledDatabase.closeIdle();
        MaskingFixture fixture = new MaskingFixture(server);
        fixture.executeIn("postgres", "DROP DATABASE IF EXISTS shop WITH (FORCE)", "CREATE DATABASE shop");
        return fixture;
    }

    /** Masks as a user who owns the database and is not a superuser, as on RDS. */
    MaskingFixture asAdmin() {
        executeIn(
                "postgres",
                "DO $$ BEGIN CREATE ROLE admin LOGIN CREATEROLE; EXCEPTION WHEN duplicate_object THEN END $$",
                "GRANT SET ON PARAMETER session_replication_role TO admin",
                "ALTER DATABASE shop OWNER TO admin");
        execute("GRANT ALL ON SCHEMA public TO admin");
        master = "admin";
        return this;
    }

    MaskingFixture withDatabase(Database value) {
        database = value;
        return this;
    }

    void execute(String... statements) {
        executeIn("shop", statements);
    }

    void executeIn(String name, String... statements) {
        try (var session = new PooledDatabase().open(server.address(name))) {
            for (String statement : statements) {
                session.execute(statement, List.of());
            }
        } catch (PortException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The only value of a query, or its rows on one line each. */
    String query(String sql) {
        try (var session = new PooledDatabase().openReadOnly(server.address("shop"))) {
            StringBuilder text = new StringBuilder();
            for (List<Optional<String>> row : session.query(sql, List.of())) {
                text.append(text.length() == 0 ? "" : "\n");
                text.append(String.join(
                        "|", row.stream().map(value -> value.orElse("NULL")).toList()));
            }
            return text.toString();
        } catch (PortException e) {
            throw new IllegalStateException(e);
        }
    }

    Plan plan(String rules) throws Exception {
        return plan(KEY, view(rules, RefreshTags.State.QUARANTINED, Optional.empty()));
    }

    Plan plan(String key, PlanningContext context) throws ModuleException, PortException, InterruptedException {
        SqlMask module = new SqlMask();
        return module.plan(
                FixedArgs.of(module, Map.of("rules", new Value.Text("sql/rules.yml"), "key", new Value.Secret(key))),
                context);
    }

    FixedPlanningContext view(String rules, RefreshTags.State state, Optional<String> digest) {
        return new FixedPlanningContext()
                .file("sql/rules.yml", rules)
                .database(database)
                .vault(new FilledPasswordStore())
                .world(World.of(
                        List.of(production("prod"), production("stage"), clone(state, digest)), List.of(), Set.of()));
    }

    /** Applies all SQL changes of a masking, including the schema; the engine would set the tags. */
    Plan mask(String rules) throws Exception {
        return mask(rules, KEY);
    }

    Plan mask(String rules, String key) throws Exception {
        Plan plan = plan(key, view(rules, RefreshTags.State.QUARANTINED, Optional.empty()));
        for (Change change : plan.changes()) {
            if (change.describe().service().equals("sql")) {
                change.apply(ports());
            }
        }
        return plan;
    }

    /** Previews rules on the target, which is the same server here. */
    void preview(String rules, int rows) throws Exception {
        SqlMask module = new SqlMask();
        Plan plan = module.plan(
                FixedArgs.of(
                        module,
                        Map.of(
                                "rules",
                                new Value.Text("sql/rules.yml"),
                                "key",
                                new Value.Secret(KEY),
                                "preview",
                                new Value.Whole(rows))),
                view(rules, RefreshTags.State.QUARANTINED, Optional.empty()).refresh(refreshWithTargetLogin()));
        for (Change change : plan.changes()) {
            change.apply(ports());
        }
    }

    /** Masks, and runs statements in the clone right before the verification. */
    void maskAndTamper(String rules, String... statements) throws Exception {
        for (Change change : plan(rules).changes()) {
            if (change.key().startsWith("verify ")) {
                execute(statements);
            }
            if (change.describe().service().equals("sql")) {
                change.apply(ports());
            }
        }
    }

    Ports ports() {
        return fixedPorts
                .database(database)
                .vault(new FilledPasswordStore())
                .evidence((name, text) -> {
                    reports.put(name, text);
                    return "reports/" + name;
                })
                .ports();
    }

    /** The lines shown on the screen, without progress. */
    List<String> lines() {
        return fixedPorts.lines();
    }

    String report() {
        return reports.getOrDefault("masking-shop.json", reports.getOrDefault("tried-shop.json", ""));
    }

    private Instance production(String name) {
        return new Instance(DBInstance.builder()
                .dbInstanceIdentifier(name)
                .dbiResourceId("db-" + name)
                .dbInstanceStatus("available")
                .engine("postgres")
                .endpoint(endpoint())
                .build());
    }

    private Instance clone(RefreshTags.State state, Optional<String> digest) {
        RefreshTags refreshTags = new RefreshTags(
                "run-1",
                "stage",
                RefreshTags.Role.CLONE,
                new InstanceId("prod"),
                new InstanceId("stage"),
                new ResourceId("db-OLD"),
                state,
                digest);
        return new Instance(DBInstance.builder()
                .dbInstanceIdentifier(CLONE.name())
                .dbiResourceId(RESOURCE.id())
                .dbInstanceArn("arn:aws:rds:eu-west-1:123456789012:db:temp-stage")
                .dbInstanceStatus("available")
                .engine("postgres")
                .masterUsername(master)
                .endpoint(endpoint())
                .tagList(refreshTags.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build());
    }

    private Endpoint endpoint() {
        return Endpoint.builder().address("127.0.0.1").port(server.port()).build();
    }

    /** A refresh with a catalogue login for its source. */
    Refresh refreshWithCatalogueLogin() {
        Refresh plain = FixedPlanningContext.refresh(List.of());
        Refresh.RefreshSide source = new Refresh.RefreshSide(
                plain.source().instance(),
                "default",
                List.of("shop"),
                Optional.empty(),
                Optional.of(new Refresh.DatabaseLogin("reader", new Password("reader"))),
                DatabaseAddress.TlsMode.DISABLE);
        return new Refresh(
                plain.id(),
                plain.pair(),
                source,
                plain.target(),
                plain.namePrefixes(),
                List.of(),
                plain.protectedInstances(),
                List.of());
    }

    /** A refresh with a login for its target. */
    private static Refresh refreshWithTargetLogin() {
        Refresh plain = FixedPlanningContext.refresh(List.of());
        Refresh.RefreshSide target = new Refresh.RefreshSide(
                plain.target().instance(),
                "default",
                List.of("shop"),
                Optional.of(new Refresh.DatabaseLogin("owner", new Password("not-asked-for"))),
                Optional.empty(),
                DatabaseAddress.TlsMode.DISABLE);
        return new Refresh(
                plain.id(),
                plain.pair(),
                FixedPlanningContext.refresh(List.of()).source(),
                target,
                plain.namePrefixes(),
                List.of(),
                plain.protectedInstances(),
                List.of());
    }

    /** A password store that already contains the clone's password. */
    private static final class FilledPasswordStore implements PasswordStore {
        @Override
        public Optional<Password> password(ResourceId instance) {
            return Optional.of(new Password("not-asked-for"));
        }

        @Override
        public void keep(ResourceId instance, Password password) {
            throw new IllegalStateException("no new password expected");
        }

        @Override
        public Password random() {
            throw new IllegalStateException("no new password expected");
        }
    }
}
