package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.engine.change.Gate;
import dev.runbook.engine.change.ProtectedResources;
import dev.runbook.expression.Value;
import dev.runbook.inventory.BucketRules;
import dev.runbook.inventory.Inventory;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.ExternalChange;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.Subject;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Tag;

class GateTest {

    private static final String REFRESH = "20261121-044500-ab12";
    private static final InstanceId PROD = new InstanceId("prod");
    private static final InstanceId STAGE = new InstanceId("stage");
    private static final InstanceId TEMP = new InstanceId("temp-stage");
    private static final InstanceId OLD = new InstanceId("old-stage");

    private static final String INVENTORY = """
            protect: ["prod*", "999999999999", vault]
            accounts:
              main: {region: eu-west-1}
              vault: {region: eu-west-1, id: "555555555555"}
              origin: {region: eu-west-1}
            pairs:
              stage:
                source: {instance: prod, account: main}
                target: {instance: stage, account: main}
                copies:
                  - {source: {bucket: media, prefix: app/}, target: {bucket: media, prefix: app2}}
                  - {source: {bucket: pictures}, target: {bucket: media-stage}}
                target_buckets: {bucket: extra, prefix: stage/}
              demo:
                source: {instance: origin-db, account: origin}
                target: {instance: demo, account: main}
                copies: {source: {bucket: origin-media}, target: {bucket: media-demo, account: main}}
            """;

    private String number = "123456789012";

    private final Gate gate = new Gate(
            shield(),
            new Refresh(
                    REFRESH,
                    "stage",
                    side(PROD),
                    side(STAGE),
                    new Refresh.NamePrefixes("temp-", "old-"),
                    List.of(),
                    Set.of(),
                    List.of()),
            account -> number);

    private static ProtectedResources shield() {
        Problems problems = new Problems();
        Inventory inventory = Inventory.read(List.of(new Source("inventory.yml", INVENTORY)), problems)
                .orElseThrow(() -> new AssertionError(problems.toSortedList()));
        return new ProtectedResources(inventory, Set.of(PROD), BucketRules.ofLiterals(inventory));
    }

    @Test
    void nothingOfProductionIsEverChangedWhateverTheWorldLooksLike() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            World world = anyWorld(random);
            Set<ResourceId> production = upstream(world, PROD);
            for (Instance instance : world.instances().values()) {
                for (Subject subject : subjects(instance)) {
                    boolean passed = passes(subject, world);
                    boolean touchesProduction = production.contains(instance.resourceId());
                    assertThat(passed && touchesProduction)
                            .describedAs("seed %s round %s: %s in %s", seed, round, subject, world)
                            .isFalse();
                    boolean ours = instance.refreshTags()
                            .filter(refreshTags -> refreshTags.belongsTo(REFRESH, "stage"))
                            .isPresent();
                    assertThat(passed && !ours && !isReplaced(world, instance))
                            .describedAs("seed %s round %s: foreign %s in %s", seed, round, subject, world)
                            .isFalse();
                    assertThat(passed && feedsOthers(world, instance))
                            .describedAs("seed %s round %s: feeding %s in %s", seed, round, subject, world)
                            .isFalse();
                    assertThat(passed
                                    && subject instanceof Subject.DiscardedInstance
                                    && !isDiscardable(world, instance))
                            .describedAs("seed %s round %s: discarding %s in %s", seed, round, subject, world)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void onlyWhatTheRefreshHasMadeIsChanged() {
        assertThat(passes(new Subject.OwnInstance(TEMP), world(own(TEMP)))).isTrue();
        assertThat(passes(new Subject.OwnInstance(TEMP), world(plain(TEMP)))).isFalse();
        Instance foreign = marked(TEMP, "20250101-000000-0000", "stage", RefreshTags.State.MASKED);
        assertThat(passes(new Subject.OwnInstance(TEMP), world(foreign))).isFalse();
        Instance otherPair = marked(TEMP, REFRESH, "demo", RefreshTags.State.MASKED);
        assertThat(passes(new Subject.OwnInstance(TEMP), world(otherPair))).isFalse();
    }

    @Test
    void aNewNameMustBeFreeAndNotProtected() {
        assertThat(passes(new Subject.NewInstance(TEMP, Optional.of(PROD)), world(plain(PROD))))
                .isTrue();
        assertThat(passes(new Subject.NewInstance(TEMP, Optional.of(PROD)), world(plain(TEMP))))
                .isFalse();
        assertThat(passes(new Subject.NewInstance(new InstanceId("prod-2"), Optional.of(PROD)), world(plain(PROD))))
                .isFalse();
    }

    @Test
    void onlyTheReplacedTreeIsDeletedUnderItsOldNameWhenItsSuccessorHasTakenOver() {
        Subject deletion = new Subject.DeletedInstance(OLD, new ResourceId("r-stage"));
        Instance old = plain(OLD).with(edit -> edit.dbiResourceId("r-stage"));
        assertThat(passes(deletion, world(old, own(STAGE)))).isTrue();
        assertThat(passes(deletion, world(old, own(TEMP))))
                .describedAs("before the swap")
                .isFalse();
        assertThat(passes(deletion, world(old)))
                .describedAs("nothing replaces it")
                .isFalse();
        Instance reused = plain(OLD).with(edit -> edit.dbiResourceId("r-another"));
        assertThat(passes(deletion, world(reused, own(STAGE))))
                .describedAs("the name was reused")
                .isFalse();
        Instance feeding = old.with(edit -> edit.readReplicaDBInstanceIdentifiers("somebody"));
        assertThat(passes(deletion, world(feeding, own(STAGE), plain(new InstanceId("somebody")))))
                .describedAs("a replica outside the deletion")
                .isFalse();
        Subject named = new Subject.DeletedInstance(STAGE, new ResourceId("r-stage"));
        Instance target = plain(STAGE).with(edit -> edit.dbiResourceId("r-stage"));
        assertThat(passes(named, world(target, own(TEMP))))
                .describedAs("the target's name")
                .isFalse();
    }

    @Test
    void onlyWhatTheRefreshHasMadeAndWhatServesNobodyIsDiscarded() {
        Subject discard = new Subject.DiscardedInstance(TEMP, new ResourceId("own-temp-stage"));
        assertThat(passes(discard, world(own(TEMP), plain(STAGE)))).isTrue();
        assertThat(passes(discard, world(own(TEMP))))
                .describedAs("the target is gone")
                .isTrue();
        assertThat(passes(discard, world(plain(TEMP).with(edit -> edit.dbiResourceId("own-temp-stage")), plain(STAGE))))
                .describedAs("without marks")
                .isFalse();
        for (Instance foreign : List.of(
                marked(TEMP, "20250101-000000-0000", "stage", RefreshTags.State.QUARANTINED),
                marked(TEMP, REFRESH, "demo", RefreshTags.State.QUARANTINED))) {
            assertThat(passes(discard, world(foreign, plain(STAGE))))
                    .describedAs("of another refresh or pair")
                    .isFalse();
        }
        Subject another = new Subject.DiscardedInstance(TEMP, new ResourceId("r-another"));
        assertThat(passes(another, world(own(TEMP), plain(STAGE))))
                .describedAs("the name was reused")
                .isFalse();
        assertThat(passes(discard, world(marked(TEMP, REFRESH, "stage", RefreshTags.State.LIVE), plain(STAGE))))
                .describedAs("live")
                .isFalse();
    }

    @Test
    void whatHasTheTargetsNameOrHadItIsNotDiscarded() {
        for (InstanceId name : List.of(STAGE, OLD, new InstanceId("stage-kept"))) {
            Subject discard = new Subject.DiscardedInstance(name, new ResourceId("own-" + name));
            assertThat(passes(discard, world(own(name)))).as(name.name()).isFalse();
        }
        Subject discard = new Subject.DiscardedInstance(TEMP, new ResourceId("own-temp-stage"));
        Instance later = marked(
                new InstanceId("later"),
                "20270101-000000-0000",
                "stage",
                RefreshTags.State.QUARANTINED,
                new ResourceId("own-temp-stage"));
        assertThat(passes(discard, world(own(TEMP), plain(STAGE), later)))
                .describedAs("a later refresh replaces it")
                .isFalse();
    }

    @Test
    void nothingIsDiscardedInTheMiddleOfASwapOrBeforeItsReplicas() {
        Subject discard = new Subject.DiscardedInstance(TEMP, new ResourceId("own-temp-stage"));
        Instance aside = plain(OLD).with(edit -> edit.dbiResourceId("r-stage"));
        assertThat(passes(discard, world(own(TEMP), aside)))
                .describedAs("the old instance has lost its name")
                .isFalse();
        InstanceId replica = new InstanceId("temp-stage-replica");
        Instance feeding = own(TEMP).with(edit -> edit.readReplicaDBInstanceIdentifiers("temp-stage-replica"));
        assertThat(passes(discard, world(feeding, own(replica), plain(STAGE))))
                .describedAs("its own replica")
                .isFalse();
        assertThat(passes(discard, world(feeding, plain(replica), plain(STAGE))))
                .describedAs("somebody else's replica")
                .isFalse();
        Instance abroad = own(TEMP)
                .with(edit -> edit.readReplicaDBInstanceIdentifiers("arn:aws:rds:eu-central-1:123456789012:db:far"));
        assertThat(passes(discard, world(abroad, plain(STAGE))))
                .describedAs("a replica in another region")
                .isFalse();
        assertThat(passes(discard, world(feeding, plain(STAGE))))
                .describedAs("its replica is gone")
                .isTrue();
    }

    @Test
    void dataIsOnlyChangedBeforeItIsLiveAndUnderAnotherNameThanTheTargets() {
        assertThat(passes(new Subject.OwnDatabase(TEMP), world(own(TEMP)))).isTrue();
        assertThat(passes(new Subject.OwnDatabase(STAGE), world(own(STAGE)))).isFalse();
        Instance live = marked(TEMP, REFRESH, "stage", RefreshTags.State.LIVE);
        assertThat(passes(new Subject.OwnDatabase(TEMP), world(live))).isFalse();
    }

    @Test
    void rulesAreTriedOnTheTargetAndNowhereElse() {
        assertThat(passes(new Subject.TargetDatabase(STAGE), world(plain(STAGE))))
                .isTrue();
        assertThat(passes(new Subject.TargetDatabase(STAGE), world())).isFalse();
        assertThat(passes(new Subject.TargetDatabase(TEMP), world(own(TEMP)))).isFalse();
        assertThat(passes(new Subject.TargetDatabase(PROD), world(plain(PROD), plain(STAGE))))
                .isFalse();
    }

    @Test
    void aProtectedAccountIsLeftAlone() {
        Instance there = own(TEMP).with(edit -> edit.dbInstanceArn("arn:aws:rds:eu-west-1:999999999999:db:temp-stage"));
        assertThat(passes(new Subject.OwnInstance(TEMP), world(there))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999", "555555555555"})
    void nothingIsChangedInAProtectedAccountWhateverNameItIsEnteredBy(String protectedNumber) {
        number = protectedNumber;
        List<Subject> subjects = List.of(
                new Subject.OwnInstance(TEMP),
                new Subject.OwnDatabase(TEMP),
                new Subject.TargetBucket("main", "media-stage", ""),
                new Subject.TargetBucket("origin", "media-stage", ""));
        assertThat(subjects).noneMatch(subject -> passes(subject, world(own(TEMP))));
        assertThat(passes(new Subject.NewInstance(TEMP, Optional.of(PROD)), world()))
                .as("in an account without instances")
                .isFalse();
        assertThat(passes(new Subject.External(), world())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "main ; media-stage ; '' ; ",
                "main ; media-stage ; images/ ; ",
                "main ; media ; app2/ ; ",
                "main ; extra ; stage/x/ ; ",
                "main ; media ; '' ; that overlaps media/app/, the source of a copy of pair 'stage'",
                "main ; media ; app/img/ ; that overlaps media/app/, the source of a copy",
                "main ; media ; app3/ ; bucket media holds the source of a copy",
                "main ; pictures ; x/ ; that overlaps pictures/, the source of a copy",
                "main ; origin-media ; x/ ; that overlaps origin-media/, the source of a copy of pair 'demo'",
                "main ; media-demo ; x/ ; that overlaps media-demo/, a target of pair 'demo'",
                "main ; media-demo ; '' ; that overlaps media-demo/, a target of pair 'demo'",
                "main ; extra ; '' ; pair 'stage' does not declare that target",
                "main ; elsewhere ; '' ; pair 'stage' does not declare that target",
                "main ; prod-media ; '' ; bucket prod-media is protected by 'prod*'",
                "vault ; media-stage ; '' ; account 'vault' is protected by 'vault'",
                "origin ; media-stage ; '' ; pairs only read from account 'origin'",
            })
    void aPairWritesOnlyTheBucketsItNamesAsTargetsAndNoneThatIsReadFrom(
            String account, String bucket, String prefix, String refusal) {
        Change change = change(new Subject.TargetBucket(account, bucket, prefix), Map.of());
        if (refusal == null) {
            assertThatCode(() -> gate.requireAllowed(change, world())).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> gate.requireAllowed(change, world()))
                    .isInstanceOfSatisfying(
                            TaskFailure.class, e -> assertThat(e.kind()).isEqualTo(TaskFailure.Kind.REFUSED))
                    .hasMessageContaining(refusal);
        }
    }

    @Test
    void theTargetOfAnotherPairIsLeftAloneWhereverItStands() {
        InstanceId demo = new InstanceId("demo");
        Instance old = plain(demo).with(edit -> edit.dbiResourceId("r-stage"));
        assertThat(passes(new Subject.OldInstance(demo, old.resourceId()), world(old, own(TEMP))))
                .isFalse();
        assertThat(passes(new Subject.NewInstance(demo, Optional.of(PROD)), world()))
                .isFalse();
        Map<String, Value> rename = Map.of("NewDBInstanceIdentifier", new Value.Text("demo"));
        assertThatThrownBy(() -> gate.requireAllowed(change(new Subject.OwnInstance(TEMP), rename), world(own(TEMP))))
                .hasMessageContaining("demo is the target of pair 'demo'");
    }

    @Test
    void noInstanceIsRenamedToAProtectedOrTakenName() {
        Map<String, Value> rename = Map.of("NewDBInstanceIdentifier", new Value.Text("prod-9"));
        assertThatThrownBy(() -> gate.requireAllowed(change(new Subject.OwnInstance(TEMP), rename), world(own(TEMP))))
                .hasMessageContaining("prod-9 is protected by 'prod*' (inventory.yml:1:11)");
        Map<String, Value> taken = Map.of("NewDBInstanceIdentifier", new Value.Text("stage"));
        World both = world(own(TEMP), plain(STAGE));
        assertThatThrownBy(() -> gate.requireAllowed(change(new Subject.OwnInstance(TEMP), taken), both))
                .hasMessageContaining("an instance of that name exists");
        assertThatCode(() -> gate.requireAllowed(change(new Subject.OwnInstance(TEMP), taken), world(own(TEMP))))
                .doesNotThrowAnyException();
    }

    private boolean passes(Subject subject, World world) {
        try {
            gate.requireAllowed(change(subject, Map.of()), world);
            return true;
        } catch (TaskFailure e) {
            assertThat(e.kind()).isEqualTo(TaskFailure.Kind.REFUSED);
            return false;
        }
    }

    private static List<Subject> subjects(Instance instance) {
        return List.of(
                new Subject.OwnInstance(instance.id()),
                new Subject.OwnDatabase(instance.id()),
                new Subject.OldInstance(instance.id(), instance.resourceId()),
                new Subject.DeletedInstance(instance.id(), instance.resourceId()),
                new Subject.DiscardedInstance(instance.id(), instance.resourceId()));
    }

    /** Up to eight instances under telling names, with any marks, replicating from each other in any way without circles. */
    private static World anyWorld(Random random) {
        List<String> names = List.of(
                "prod-up", "prod", "stage", "temp-stage", "old-stage", "stage-replica", "other", "prod-replica");
        List<Instance> instances = new ArrayList<>();
        for (int index = 0; index < names.size(); index++) {
            if (random.nextInt(5) == 0) {
                continue;
            }
            Instance instance = random.nextBoolean()
                    ? plain(new InstanceId(names.get(index)))
                    : marked(
                            new InstanceId(names.get(index)),
                            random.nextInt(4) == 0 ? "another" : REFRESH,
                            "stage",
                            List.of(RefreshTags.State.QUARANTINED, RefreshTags.State.MASKED, RefreshTags.State.LIVE)
                                    .get(random.nextInt(3)),
                            new ResourceId("r-" + names.get(random.nextInt(names.size()))));
            if (!instances.isEmpty() && random.nextInt(3) == 0) {
                int above = random.nextInt(instances.size());
                Instance source = instances.get(above);
                instance = instance.with(edit ->
                        edit.readReplicaSourceDBInstanceIdentifier(source.id().name()));
                List<String> replicas = new ArrayList<>(source.replicaNames());
                replicas.add(instance.id().name());
                instances.set(above, source.with(edit -> edit.readReplicaDBInstanceIdentifiers(replicas)));
            }
            instances.add(instance);
        }
        return World.of(instances, List.of(), Set.of());
    }

    private static Set<ResourceId> upstream(World world, InstanceId name) {
        Set<ResourceId> found = new HashSet<>();
        Optional<Instance> next = world.instance(name);
        while (next.isPresent()) {
            found.add(next.get().resourceId());
            next = next.get().source().flatMap(world::instance);
        }
        return found;
    }

    private static boolean isDiscardable(World world, Instance instance) {
        boolean replaced = world.instances().values().stream()
                .flatMap(other -> other.refreshTags().stream())
                .anyMatch(refreshTags -> refreshTags.replaces().equals(instance.resourceId()));
        boolean feeds = instance.replicaNames().stream()
                .anyMatch(name -> world.instance(new InstanceId(name)).isPresent());
        return instance.id().equals(TEMP)
                && instance.refreshTags()
                        .filter(refreshTags -> refreshTags.belongsTo(REFRESH, "stage")
                                && refreshTags.state() != RefreshTags.State.LIVE)
                        .isPresent()
                && !replaced
                && !feeds;
    }

    private static boolean isReplaced(World world, Instance instance) {
        return world.instancesOf(REFRESH, "stage").stream()
                .anyMatch(own -> own.refreshTags().orElseThrow().replaces().equals(instance.resourceId()));
    }

    private static boolean feedsOthers(World world, Instance instance) {
        return instance.replicaNames().stream()
                .flatMap(name -> world.instance(new InstanceId(name)).stream())
                .anyMatch(replica -> !isReplaced(world, replica)
                        && replica.refreshTags()
                                .filter(refreshTags -> refreshTags.belongsTo(REFRESH, "stage"))
                                .isEmpty());
    }

    private static World world(Instance... instances) {
        return World.of(List.of(instances), List.of(), Set.of());
    }

    private static Instance plain(InstanceId name) {
        return new Instance(DBInstance.builder()
                .dbInstanceIdentifier(name.name())
                .dbiResourceId("r-" + name)
                .dbInstanceStatus("available")
                .dbInstanceArn("arn:aws:rds:eu-west-1:123456789012:db:" + name)
                .build());
    }

    private static Instance own(InstanceId name) {
        return marked(name, REFRESH, "stage", RefreshTags.State.QUARANTINED);
    }

    private static Instance marked(InstanceId name, String refresh, String pair, RefreshTags.State state) {
        return marked(name, refresh, pair, state, new ResourceId("r-stage"));
    }

    private static Instance marked(
            InstanceId name, String refresh, String pair, RefreshTags.State state, ResourceId replaces) {
        RefreshTags refreshTags = new RefreshTags(
                refresh,
                pair,
                RefreshTags.Role.CLONE,
                new InstanceId("prod"),
                STAGE,
                replaces,
                state,
                Optional.empty());
        List<Tag> tags = new ArrayList<>();
        refreshTags
                .tags()
                .forEach((key, value) ->
                        tags.add(Tag.builder().key(key).value(value).build()));
        return plain(name).with(edit -> edit.tagList(tags).dbiResourceId("own-" + name));
    }

    private static Refresh.RefreshSide side(InstanceId instance) {
        return new Refresh.RefreshSide(
                instance, "main", List.of(), Optional.empty(), Optional.empty(), DatabaseAddress.TlsMode.DISABLE);
    }

    private static Change change(Subject subject, Map<String, Value> parameters) {
        return new Touching(subject, new Value.Fields(parameters));
    }

    /** A change that is nothing but its subject. */
    private record Touching(Subject subject, Value.Fields parameters) implements ExternalChange {

        @Override
        public String key() {
            return "touch";
        }

        @Override
        public CallDescription describe() {
            return new CallDescription("rds", "ModifyDBInstance", "thing", parameters, "");
        }

        @Override
        public void apply(Ports ports) {
            throw new IllegalStateException("only judged");
        }
    }
}
