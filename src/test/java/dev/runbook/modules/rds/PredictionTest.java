package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.adapter.aws.AwsAccount;
import dev.runbook.adapter.aws.AwsAccounts;
import dev.runbook.modules.Change;
import dev.runbook.modules.FixedPorts;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.SdkValues;
import dev.runbook.port.PasswordStore;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.port.Rds;
import dev.runbook.sandbox.Sandbox;
import dev.runbook.sandbox.config.Fleet;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Applies every change to the sandbox and compares the result with the prediction, field by field. */
@Tag("slow")
class PredictionTest {

    /** Values that RDS chooses, so that they cannot be predicted. */
    private static final Set<String> CHOSEN_BY_RDS = Set.of(
            "DbiResourceId",
            "InstanceCreateTime",
            "LatestRestorableTime",
            "AvailabilityZone",
            "Endpoint",
            "PreferredBackupWindow",
            "PreferredMaintenanceWindow",
            "PendingModifiedValues",
            "CertificateDetails");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path state;

    @Test
    void whatIsPredictedIsWhatHappens() throws Exception {
        String file = "inventories/classic-fleet.yml";
        Refresh refresh = RdsFixture.refresh(
                List.of("sg-quarantine"),
                Optional.of(new Refresh.DatabaseLogin("mitosis", new Password("target-password"))));
        try (Sandbox sandbox = Sandbox.startOnFreePorts(Fleet.read(Files.readString(Path.of(file)), file), state);
                AwsAccounts accounts = new AwsAccounts(List.of(account(sandbox.rdsEndpoint())))) {
            Rds rds = accounts.rds("main");
            int carriedOut = 0;
            for (RefreshPipeline.PipelineTask task :
                    RefreshPipeline.main(refresh).tasks()) {
                RefreshPipeline one = new RefreshPipeline(refresh, List.of(task));
                for (Change change : one.changes(world(rds))) {
                    World predicted = change.predict(world(rds));
                    send(change, ports(rds));
                    compare(change, settled(change, rds), predicted);
                    carriedOut++;
                }
            }
            assertThat(carriedOut)
                    .isEqualTo(RefreshPipeline.main(refresh).changes(classic()).size());
        }
    }

    private static World classic() {
        return TestInstances.classic().world();
    }

    /** Like RDS, the sandbox refuses a change while another one is under way; then the change is sent again. */
    private static void send(Change change, Ports ports) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                change.apply(ports);
                return;
            } catch (PortException e) {
                if (e.kind() != PortException.Kind.WRONG_STATE || Instant.now().isAfter(end)) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    private static World settled(Change change, Rds rds) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        World world = world(rds);
        int quiet = 0;
        while (quiet < 3) {
            assertThat(Instant.now())
                    .as(change.key() + " in " + statuses(world))
                    .isBefore(end);
            Thread.sleep(80);
            world = world(rds);
            boolean done = change.progress(world).isDone()
                    && statuses(world).values().stream().allMatch("available"::equals);
            quiet = done ? quiet + 1 : 0;
        }
        return world;
    }

    private static Map<String, String> statuses(World world) {
        Map<String, String> statuses = new TreeMap<>();
        world.instances().forEach((id, instance) -> statuses.put(id.name(), instance.status()));
        return statuses;
    }

    private static void compare(Change change, World actual, World predicted) {
        List<String> differences = new ArrayList<>();
        assertThat(actual.instances().keySet())
                .as(change.key())
                .isEqualTo(predicted.instances().keySet());
        for (InstanceId id : actual.instances().keySet()) {
            Instance now = actual.instance(id).orElseThrow();
            Instance then = predicted.instance(id).orElseThrow();
            for (SdkField<?> field : DBInstance.builder().sdkFields()) {
                String seen = shown(now, field);
                String said = shown(then, field);
                if (!CHOSEN_BY_RDS.contains(field.locationName()) && !seen.equals(said)) {
                    differences.add(id + " " + field.locationName() + ": predicted " + said + ", is " + seen);
                }
            }
        }
        assertThat(differences).as(change.key()).isEmpty();
    }

    private static String shown(Instance instance, SdkField<?> field) {
        if (field.locationName().equals("TagList")) {
            Map<String, String> tags = new TreeMap<>(instance.tags());
            tags.computeIfPresent(RefreshTags.PROVED_TAG, (tag, moment) -> "a moment");
            return tags.toString();
        }
        return SdkValues.member(instance.description(), field)
                .map(value -> SdkValues.value(value).show())
                .orElse("-");
    }

    private static World world(Rds rds) throws PortException {
        return World.of(rds.instances().stream().map(Instance::new).toList(), List.of(), Set.of());
    }

    private static AwsAccount account(URI endpoint) {
        return new AwsAccount(
                "main",
                Optional.empty(),
                Optional.of("eu-west-1"),
                Optional.empty(),
                Optional.of(new AwsAccount.Keys("sandbox", new Password("sandbox-secret"))),
                Optional.empty(),
                AwsAccount.Endpoints.all(endpoint));
    }

    private static Ports ports(Rds rds) {
        Ports none = new FixedPorts().ports();
        return new Ports(
                rds, Map.of(), none.database(), none.local(), none.pacing(), vault(), none.evidence(), none.console());
    }

    private static PasswordStore vault() {
        return (PasswordStore) Proxy.newProxyInstance(
                PasswordStore.class.getClassLoader(), new Class<?>[] {PasswordStore.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("keep");
                    assertThat(((ResourceId) args[0]).isPredicted()).isFalse();
                    return Void.TYPE;
                });
    }
}
