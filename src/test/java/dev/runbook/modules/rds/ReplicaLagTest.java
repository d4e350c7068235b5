package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.adapter.aws.AwsAccount;
import dev.runbook.adapter.aws.AwsAccounts;
import dev.runbook.adapter.jdbc.JdbcDatabase;
import dev.runbook.modules.FixedPorts;
import dev.runbook.modules.Refresh;
import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.port.Rds;
import dev.runbook.sandbox.Sandbox;
import dev.runbook.sandbox.config.Fleet;
import dev.runbook.world.Address;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;

/** The lag that a real replica reports, and how a promotion uses it. */
@Tag("slow")
class ReplicaLagTest {

    private static final InstanceId NAME = new InstanceId("temp-shop");
    private static final Refresh.DatabaseLogin LOGIN =
            new Refresh.DatabaseLogin("shop_admin", new Password("shop-password"));

    @TempDir
    Path state;

    @Test
    void aReplicaThatFallsBehindIsWaitedForAndSaysAtLeastOfWhenItsDataIs() throws Exception {
        try (Sandbox sandbox = Sandbox.startOnFreePorts(fleet(), state);
                AwsAccounts accounts = new AwsAccounts(List.of(account(sandbox)))) {
            Rds rds = accounts.rds("main");
            create(rds);
            Instance replica = available(rds, NAME);
            try (Connection source = connect(available(rds, new InstanceId("shop")))) {
                source.createStatement().execute("CREATE TABLE said (word text)");
                Instant before = Instant.now();
                ReplicaLag close = until(
                        replica, lag -> lag.asOf().filter(before::isBefore).isPresent());
                assertThat(close.lag().orElseThrow()).isLessThan(Duration.ofSeconds(30));

                sandbox.setReplication("temp-shop", "paused");
                source.createStatement().execute("INSERT INTO said VALUES ('late')");
                Instant paused = Instant.now();
                until(replica, lag -> lag.lag().orElseThrow().compareTo(Duration.ofMillis(1500)) > 0);
                assertThat(lag(replica).asOf().orElseThrow()).isBefore(paused);

                PromoteReplica promotion = promotion(replica, Duration.ofSeconds(1));
                PortException early = catchThrowableOfType(PortException.class, () -> promotion.apply(ports(rds)));
                assertThat(early.kind()).isEqualTo(PortException.Kind.NOT_YET);
                assertThat(early).hasMessageContaining("seconds behind shop, and max_lag allows 1");

                sandbox.setReplication("temp-shop", "replicating");
                until(replica, lag -> lag.asOf().orElseThrow().isAfter(paused.minusMillis(500)));
                promotion(replica, Duration.ofMinutes(10)).apply(ports(rds));
            }
        }
    }

    @Test
    void whatCannotBeAskedIsNotKnown() throws Exception {
        Instance nowhere = new Instance(new TestInstances()
                .add("temp-shop", edit -> edit.engine("postgres"))
                .get("temp-shop")
                .description());
        Database refusing = new Database() {
            @Override
            public Session openReadOnly(DatabaseAddress address) throws PortException {
                throw new PortException(PortException.Kind.DENIED, "sql:connect", "who are you?");
            }

            @Override
            public Session open(DatabaseAddress address) throws PortException {
                return openReadOnly(address);
            }
        };
        assertThat(ReplicaLag.of(refusing, nowhere, side(Optional.of(LOGIN))).reason())
                .contains("who are you?");
        assertThat(ReplicaLag.of(refusing, nowhere, side(Optional.empty())).reason())
                .contains("the inventory has no login for shop");
    }

    private interface Question {
        boolean isSo(ReplicaLag lag);
    }

    private static ReplicaLag until(Instance replica, Question question) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        ReplicaLag lag = lag(replica);
        while (!question.isSo(lag)) {
            assertThat(Instant.now()).as(lag.toString()).isBefore(end);
            Thread.sleep(50);
            lag = lag(replica);
        }
        return lag;
    }

    private static ReplicaLag lag(Instance replica) throws Exception {
        try {
            return ReplicaLag.of(new JdbcDatabase(), replica, side(Optional.of(LOGIN)));
        } catch (PortException e) {
            assertThat(e.kind()).isEqualTo(PortException.Kind.NOT_YET);
            return new ReplicaLag(Optional.empty(), Optional.of(Duration.ZERO), String.valueOf(e.getMessage()));
        }
    }

    private static PromoteReplica promotion(Instance replica, Duration lagMax) {
        return new PromoteReplica(
                new InstanceKey.TaggedInstanceKey("r1", "demo", new InstanceId("shop-stage")),
                replica,
                new PromoteReplica.PromotionTerms(lagMax, side(Optional.of(LOGIN))),
                PromoteReplica.newResult());
    }

    private static Refresh.RefreshSide side(Optional<Refresh.DatabaseLogin> login) {
        return RdsFixture.side("shop", login);
    }

    private static void create(Rds rds) throws PortException {
        RefreshTags refreshTags = new RefreshTags(
                "r1",
                "demo",
                RefreshTags.Role.CLONE,
                new InstanceId("shop"),
                new InstanceId("shop-stage"),
                new ResourceId("db-OLD"),
                RefreshTags.State.QUARANTINED,
                Optional.empty());
        rds.createReplica(CreateDbInstanceReadReplicaRequest.builder()
                .dbInstanceIdentifier(NAME.name())
                .sourceDBInstanceIdentifier("shop")
                .tags(refreshTags.tags().entrySet().stream()
                        .map(tag -> TestInstances.tag(tag.getKey(), tag.getValue()))
                        .toList())
                .build());
    }

    private static Instance available(Rds rds, InstanceId name) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (true) {
            Optional<Instance> found = rds.instances().stream()
                    .map(Instance::new)
                    .filter(instance -> instance.id().equals(name) && instance.isAvailable())
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(50);
        }
    }

    private static Connection connect(Instance instance) throws Exception {
        Address place = instance.address().orElseThrow();
        return DriverManager.getConnection("jdbc:postgresql://" + place + "/shop", "shop_admin", "shop-password");
    }

    private static Ports ports(Rds rds) {
        Ports none = new FixedPorts().ports();
        return new Ports(
                rds,
                Map.of(),
                new JdbcDatabase(),
                none.local(),
                none.pacing(),
                none.passwords(),
                none.evidence(),
                none.console());
    }

    private static AwsAccount account(Sandbox sandbox) {
        return new AwsAccount(
                "main",
                Optional.empty(),
                Optional.of("eu-west-1"),
                Optional.empty(),
                Optional.of(new AwsAccount.Keys("sandbox", new Password("sandbox-secret"))),
                Optional.empty(),
                AwsAccount.Endpoints.all(sandbox.rdsEndpoint()));
    }

    private static Fleet fleet() {
        return Fleet.read("""
                durations: {creating: 5ms}
                instances:
                  shop:
                    settings: {Engine: postgres, EngineVersion: "16.15", DBInstanceClass: db.t4g.micro, DBName: shop,
                      MasterUsername: shop_admin, MasterUserPassword: shop-password, BackupRetentionPeriod: 1}
                """, "fleet");
    }
}
