package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.expression.Value;
import dev.runbook.modules.Change;
import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Plan;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Refresh;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBInstanceRole;

/** Bindings to an instance and not to its name: its roles are copied, the others are reported with what to do. */
class ResourceIdBindingsTest {

    private static final Refresh REFRESH = RdsFixture.refresh(
            List.of("sg-quarantine"), Optional.of(new Refresh.DatabaseLogin("root", new Password("target-password"))));
    private static final InstanceId CLONE = new InstanceId("temp-mitosis-demo");
    private static final InstanceId TARGET = new InstanceId("mitosis-demo");

    @Test
    void theRolesOfEveryInstanceComeAlongAfterTheProofAndBeforeTheFirstRename() throws Exception {
        World world = withRoles(role("s3Import", "ACTIVE"), role("s3Export", "ACTIVE"))
                .edit("mitosis-demo-replica", edit -> edit.associatedRoles(role("s3Export", "ACTIVE")))
                .world();
        List<Change> changes = RefreshPipeline.main(REFRESH).changes(world);
        List<String> keys = changes.stream().map(Change::key).toList();
        assertThat(keys.subList(
                        keys.indexOf("mark mitosis-demo masked"),
                        keys.indexOf("rename mitosis-demo-replica to old-mitosis-demo-replica")))
                .contains(
                        "role s3Import of mitosis-demo",
                        "role s3Export of mitosis-demo",
                        "role s3Export of mitosis-demo-replica");
        Change added = changes.get(keys.indexOf("role s3Import of mitosis-demo"));
        assertThat(added.describe().action()).isEqualTo("AddRoleToDBInstance");
        assertThat(added.describe().parameters().show())
                .contains("temp-mitosis-demo")
                .contains("arn:aws:iam::123456789012:role/s3Import");
        assertThat(added.permissions())
                .containsExactly(
                        new Permission(
                                "rds:AddRoleToDBInstance", "arn:aws:rds:eu-west-1:123456789012:db:temp-mitosis-demo"),
                        new Permission("iam:PassRole", "arn:aws:iam::123456789012:role/s3Import"));
        for (Change change : changes) {
            world = change.predict(world);
        }
        assertThat(world.instance(TARGET).orElseThrow().description().associatedRoles())
                .extracting(DBInstanceRole::featureName)
                .containsExactly("s3Import", "s3Export");
    }

    @Test
    void aRoleIsWaitedForAndNotAddedAgainAndOneThatCannotBeAssumedStopsTheSwap() throws Exception {
        World before = beforeTheSwap(withRoles(role("s3Import", "ACTIVE")).world());
        Change add = plan(RdsFixture.of(before, REFRESH)).changes().stream()
                .filter(AddRole.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(add.progress(before)).isEqualTo(Progress.needed());
        assertThat(add.progress(cloneWith(before, "PENDING")).stage()).isEqualTo(Progress.Stage.UNDER_WAY);
        assertThat(add.progress(cloneWith(before, "INVALID")).detail())
                .contains("its trust policy must allow rds.amazonaws.com")
                .contains("db:temp-mitosis-demo")
                .contains("aws rds remove-role-from-db-instance");
        World active = cloneWith(before, "ACTIVE");
        assertThat(add.progress(active).isDone()).isTrue();
        assertThat(plan(RdsFixture.of(active, REFRESH)).changes())
                .filteredOn(change -> !change.progress(active).isDone())
                .noneMatch(AddRole.class::isInstance);
    }

    @Test
    void aRoleThatRdsCannotAssumeOnTheTargetStaysBehindAndIsNamed() throws Exception {
        World before = beforeTheSwap(withRoles(role("s3Import", "INVALID")).world());
        RdsFixture fixture = RdsFixture.of(before, REFRESH);
        assertThat(plan(fixture).changes()).noneMatch(AddRole.class::isInstance);
        assertThat(fixture.warnings())
                .anyMatch(warning -> warning.contains("role/s3Import") && warning.contains("INVALID"))
                .anyMatch(warning -> warning.contains("AssociatedRoles was"));
    }

    @Test
    void whatIsBoundToTheResourceIdIsNamedWithWhatToDo() throws Exception {
        World start = withRoles()
                .edit(
                        "mitosis-demo",
                        edit -> edit.iamDatabaseAuthenticationEnabled(true)
                                .performanceInsightsEnabled(true)
                                .monitoringInterval(30)
                                .monitoringRoleArn("arn:aws:iam::123456789012:role/m")
                                .masterUserSecret(
                                        secret -> secret.secretArn("arn:aws:secretsmanager:x:1:secret:rds!db-1")))
                .world();
        Plan plan = plan(RdsFixture.of(beforeTheSwap(start), REFRESH));
        assertThat(plan.messages())
                .anyMatch(line -> line.startsWith(
                                "mitosis-demo: resource id: db-MITOSIS-DEMO before the swap, <known when run> after")
                        && line.contains("terraform import ADDRESS mitosis-demo"))
                .anyMatch(line -> line.startsWith("mitosis-demo: rds-db:connect: dbuser:db-MITOSIS-DEMO/USER"))
                .anyMatch(line -> line.contains("secret:rds!db-1") && line.contains("the new ARN"))
                .anyMatch(line -> line.contains("Performance Insights"))
                .anyMatch(line -> line.contains("RDSOSMetrics"))
                .anyMatch(line -> line.contains("--source-dbi-resource-id db-MITOSIS-DEMO"))
                .anyMatch(line -> line.startsWith("mitosis-demo: the CloudFormation stack: demo before"))
                .anyMatch(line -> line.startsWith("mitosis-demo-replica: resource id: db-"));
        assertThat(plan.messages()).hasSize(8);
        World after = beforeTheSwap(start);
        for (Change change : plan.changes()) {
            after = change.predict(after);
        }
        Value.Items identity =
                (Value.Items) plan.result().apply(after).get("identity").orElseThrow();
        assertThat(identity.items()).hasSize(8);
        assertThat(identity.items().get(0).show()).contains("what: resource id").contains("instance: mitosis-demo");
    }

    private static World cloneWith(World world, String status) {
        return world.with(
                world.instance(CLONE).orElseThrow().with(edit -> edit.associatedRoles(role("s3Import", status))));
    }

    private static Plan plan(RdsFixture fixture) throws Exception {
        return new Rename().plan(FixedArgs.of(new Rename()), fixture);
    }

    private static World beforeTheSwap(World start) throws Exception {
        return new RefreshPipeline(
                        REFRESH, RefreshPipeline.main(REFRESH).tasks().subList(0, 4))
                .walk(start, start)
                .end();
    }

    private static TestInstances withRoles(DBInstanceRole... roles) {
        return TestInstances.classic().edit("mitosis-demo", edit -> edit.associatedRoles(roles));
    }

    private static DBInstanceRole role(String feature, String status) {
        return DBInstanceRole.builder()
                .featureName(feature)
                .roleArn("arn:aws:iam::123456789012:role/" + feature)
                .status(status)
                .build();
    }
}
