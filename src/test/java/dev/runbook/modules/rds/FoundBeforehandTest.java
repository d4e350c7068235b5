package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.modules.Change;
import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh;
import dev.runbook.port.PortException;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.Quota;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;
import software.amazon.awssdk.services.rds.model.Tag;

/** What RDS would refuse or do in the middle of a refresh is found before the first call. */
class FoundBeforehandTest {

    private static final Refresh REFRESH = RdsFixture.refresh(
            List.of("sg-quarantine"), Optional.of(new Refresh.DatabaseLogin("root", new Password("target-password"))));

    @Test
    void whatWaitsForTheWindowOfAnyInstanceOfTheTargetIsNamedWithBothWaysOut() {
        ModuleException found = found(target(pending(waiting ->
                waiting.dbInstanceClass("db.m6g.large").engineVersion("8.0.40").masterUserPassword("****"))));
        assertThat(found)
                .hasMessageContaining("mitosis-demo (available) has changes pending: DBInstanceClass db.m6g.large,"
                        + " MasterUserPassword ***, EngineVersion 8.0.40")
                .hasMessageContaining("in the middle of the swap");
        assertThat(found.advice())
                .contains("aws rds modify-db-instance --db-instance-identifier mitosis-demo --apply-immediately")
                .contains("with the current values (DBInstanceClass db.t3.micro, EngineVersion 5.7.44)");

        World replica = TestInstances.classic()
                .edit("mitosis-demo-replica", pending(waiting -> waiting.allocatedStorage(90)))
                .world();
        assertThat(found(replica))
                .hasMessageContaining("mitosis-demo-replica")
                .hasMessageContaining("AllocatedStorage 90");
    }

    @Test
    void whatIsAskedOfTheTargetDuringTheRefreshStopsTheSwapBeforeItsFirstRename() throws Exception {
        World masked = beforeTheSwap(TestInstances.classic().world());
        World asked = edited(masked, "mitosis-demo", pending(waiting -> waiting.engineVersion("5.7.45")));
        ModuleException found =
                catchThrowableOfType(ModuleException.class, () -> rename(RdsFixture.of(asked, REFRESH)));
        assertThat(found).hasMessageContaining("EngineVersion 5.7.45");
    }

    @Test
    void inTheMiddleOfTheSwapWhatIsPendingIsToldAndTheNamesComeBack() throws Exception {
        World masked = beforeTheSwap(TestInstances.classic().world());
        Change first = rename(RdsFixture.of(masked, REFRESH)).stream()
                .filter(change -> change.key().startsWith("rename "))
                .findFirst()
                .orElseThrow();
        World torn = edited(first.predict(masked), "mitosis-demo", pending(waiting -> waiting.engineVersion("5.7.45")));
        RdsFixture fixture = RdsFixture.of(torn, REFRESH);
        assertThat(rename(fixture)).isNotEmpty();
        assertThat(fixture.warnings()).anyMatch(warning -> warning.contains("EngineVersion 5.7.45"));
    }

    @Test
    void theOtherNameThatAKilledRunHasAskedForIsNoPendingChange() throws Exception {
        World masked = beforeTheSwap(TestInstances.classic().world());
        World asked = edited(
                masked,
                "mitosis-demo-replica",
                pending(waiting -> waiting.dbInstanceIdentifier("old-mitosis-demo-replica")));
        assertThat(rename(RdsFixture.of(asked, REFRESH))).isNotEmpty();
    }

    @Test
    void theTagsOfTheTargetAndThoseOfTheRefreshAreAtMostFiftyTogether() throws Exception {
        assertThat(found(target(edit -> edit.tagList(tags(41)))))
                .hasMessageContaining("mitosis-demo has 41 tags")
                .hasMessageContaining("up to 10 more; RDS allows 50");
        assertThat(found(target(edit -> edit.tagList(tags(46)))).advice()).contains("Remove 6 of them");
        List<Tag> withThoseOfAws = new ArrayList<>(tags(40));
        withThoseOfAws.add(TestInstances.tag("aws:cloudformation:stack-name", "demo"));
        withThoseOfAws.add(TestInstances.tag("AWS:reserved", "x"));
        withThoseOfAws.add(TestInstances.tag("runbook:refresh", "r0"));
        World most = target(edit -> edit.tagList(withThoseOfAws));
        for (Change change : RefreshPipeline.main(REFRESH).changes(most)) {
            most = change.predict(most);
        }
        assertThat(most.instance(new InstanceId("mitosis-demo")).orElseThrow().tags())
                .hasSizeLessThanOrEqualTo(50)
                .doesNotContainKey("AWS:reserved");
    }

    @Test
    void iopsThatDoNotFitTheStorageOfTheSourceAreNamedWithThoseThatDo() {
        assertThat(found(storage(5000, "io1", 1000)).advice()).contains("--iops 2500 ");
        assertThat(found(storage(100, "io1", 6000)).advice()).contains("--iops 5000 ");
        assertThat(found(storage(50, "io2", 1000))).hasMessageContaining("needs at least 100 GiB");
        assertThat(found(storage(4000, "standard", 0))).hasMessageContaining("is limited to 3072 GiB");
        assertThat(found(storage(100, "io2", 6000))).isNull();
        assertThat(found(storage(5000, "gp3", 3000))).isNull();
    }

    @Test
    void theIopsOfGp3AreSaidWhereRdsLetsThemBeChosen() {
        assertThat(chosen("postgres", 399, 12_000)).isFalse();
        assertThat(chosen("postgres", 400, 12_000)).isTrue();
        assertThat(chosen("oracle-se2", 200, 12_000)).isTrue();
        assertThat(chosen("sqlserver-se", 30, 4_000)).isTrue();
        assertThat(chosen("postgres", 400, 3_000)).isFalse();
    }

    @Test
    void anAccountWithoutRoomForTheWholeTreeIsNamedWithItsQuota() throws Exception {
        assertThat(found(List.of(new Quota(Quota.INSTANCES, 39, 40))))
                .hasMessageContaining("needs 2 instances in addition until its cleanup")
                .hasMessageContaining("39 of at most 40 (quota DBInstances)");
        assertThat(found(List.of(new Quota(Quota.STORAGE, 99_970, 100_000))))
                .hasMessageContaining("needs 40 GiB of storage");
        assertThat(found(List.of(new Quota(Quota.REPLICAS, 1, 1))))
                .hasMessageContaining("The source mitosis-prod has 1 replicas, and the account allows 1");
        assertThat(found(List.of(
                        new Quota(Quota.INSTANCES, 38, 40),
                        new Quota(Quota.STORAGE, 99_960, 100_000),
                        new Quota(Quota.REPLICAS, 1, 2))))
                .isNull();
    }

    @Test
    void quotasThatMayNotBeReadAreAWarningAndNoFailure() throws Exception {
        RdsFixture fixture = RdsFixture.of(TestInstances.classic().world(), REFRESH)
                .with(() -> {
                    throw new PortException(PortException.Kind.DENIED, "rds:DescribeAccountAttributes", "AccessDenied");
                });
        assertThat(new RdsClone().plan(FixedArgs.of(new RdsClone()), fixture).changes())
                .isNotEmpty();
        assertThat(fixture.warnings())
                .singleElement()
                .asString()
                .contains("is not checked")
                .contains("Allow rds:DescribeAccountAttributes");
    }

    private static boolean chosen(String engine, int gib, int iops) {
        DBInstance model = DBInstance.builder()
                .engine(engine)
                .storageType("gp3")
                .iops(iops)
                .build();
        return StorageRules.hasChosenIops(model, gib);
    }

    private static World storage(int sourceGib, String type, int iops) {
        return TestInstances.classic()
                .edit("mitosis-prod", edit -> edit.allocatedStorage(sourceGib))
                .edit("mitosis-demo", edit -> edit.storageType(type).iops(iops))
                .world();
    }

    private static List<Tag> tags(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> TestInstances.tag("cost-" + number, "v"))
                .toList();
    }

    private static Consumer<DBInstance.Builder> pending(Consumer<PendingModifiedValues.Builder> waiting) {
        return edit -> edit.pendingModifiedValues(waiting);
    }

    private static World target(Consumer<DBInstance.Builder> edit) {
        return TestInstances.classic().edit("mitosis-demo", edit).world();
    }

    private static World edited(World world, String name, Consumer<DBInstance.Builder> edit) {
        return world.with(world.instance(new InstanceId(name)).orElseThrow().with(edit));
    }

    private static World beforeTheSwap(World start) throws Exception {
        return new RefreshPipeline(
                        REFRESH, RefreshPipeline.main(REFRESH).tasks().subList(0, 4))
                .walk(start, start)
                .end();
    }

    private static List<Change> rename(RdsFixture fixture) throws Exception {
        return new Rename().plan(FixedArgs.of(new Rename()), fixture).changes();
    }

    private static ModuleException found(World world) {
        return found(RdsFixture.of(world, REFRESH));
    }

    private static ModuleException found(List<Quota> quotas) {
        return found(RdsFixture.of(TestInstances.classic().world(), REFRESH).with(() -> quotas));
    }

    private static ModuleException found(RdsFixture fixture) {
        return catchThrowableOfType(
                ModuleException.class, () -> new RdsClone().plan(FixedArgs.of(new RdsClone()), fixture));
    }
}
