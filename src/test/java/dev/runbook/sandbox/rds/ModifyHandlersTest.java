package dev.runbook.sandbox.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.sandbox.Sandbox;
import dev.runbook.sandbox.SandboxFixture;
import dev.runbook.sandbox.wire.SdkShapes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.RdsException;

/** Changes of settings and names, what waits, and which states they pass. */
class ModifyHandlersTest {

    @TempDir
    Path state;

    @Test
    void renamesAnInstanceWithItsRelationsTagsAndResourceId() throws Exception {
        try (var sandbox = instant();
                var rds = SandboxFixture.rds(sandbox.rdsEndpoint())) {
            var before = SandboxFixture.instance(rds, "mitosis-demo");
            rename(rds, "mitosis-demo", "old-mitosis-demo");
            var after = SandboxFixture.instance(rds, "old-mitosis-demo");
            assertThat(after.dbiResourceId()).isEqualTo(before.dbiResourceId());
            assertThat(after.tagList()).isEqualTo(before.tagList());
            assertThat(after.dbInstanceArn()).endsWith(":db:old-mitosis-demo");
            assertThat(after.endpoint().port()).isNotEqualTo(before.endpoint().port());
            assertThat(SandboxFixture.instance(rds, "mitosis-demo-replica").readReplicaSourceDBInstanceIdentifier())
                    .isEqualTo("old-mitosis-demo");
            assertThatThrownBy(() -> SandboxFixture.instance(rds, "mitosis-demo"))
                    .isInstanceOf(DbInstanceNotFoundException.class);
            rename(rds, "mitosis-demo-replica", "old-replica");
            assertThat(SandboxFixture.instance(rds, "old-mitosis-demo").readReplicaDBInstanceIdentifiers())
                    .containsExactly("old-replica");
        }
    }

    @Test
    void showsTheOldNameUntilTheNewOneIsThere() throws Exception {
        try (var sandbox = lasting(200);
                var rds = SandboxFixture.rds(sandbox.rdsEndpoint())) {
            rename(rds, "mitosis-stage", "old-mitosis-stage");
            assertThat(code(() -> rename(rds, "mitosis-demo", "old-mitosis-stage")))
                    .isEqualTo("DBInstanceAlreadyExists");
            assertThat(SandboxFixture.instance(rds, "mitosis-stage")
                            .pendingModifiedValues()
                            .dbInstanceIdentifier())
                    .isEqualTo("old-mitosis-stage");
            assertThat(states(rds, "mitosis-stage")).containsExactly("available", "renaming", "gone");
            assertThat(states(rds, "old-mitosis-stage")).containsExactly("rebooting", "available");
        }
    }

    @Test
    void refusesAUsedName() throws Exception {
        try (var sandbox = instant();
                var rds = SandboxFixture.rds(sandbox.rdsEndpoint())) {
            assertThat(code(() -> rename(rds, "mitosis-demo", "mitosis-stage"))).isEqualTo("DBInstanceAlreadyExists");
        }
    }

    @Test
    void keepsChangesWaitingForTheWindowUnlessAskedForNow() throws Exception {
        try (var sandbox = instant();
                var rds = SandboxFixture.rds(sandbox.rdsEndpoint())) {
            rds.modifyDBInstance(request -> request.dbInstanceIdentifier("mitosis-demo")
                    .dbInstanceClass("db.t4g.large")
                    .newDBInstanceIdentifier("later")
                    .preferredBackupWindow("01:00-01:30"));
            var waiting = SandboxFixture.instance(rds, "mitosis-demo");
            assertThat(waiting.dbInstanceClass()).isEqualTo("db.t4g.medium");
            assertThat(waiting.pendingModifiedValues().dbInstanceClass()).isEqualTo("db.t4g.large");
            assertThat(waiting.pendingModifiedValues().dbInstanceIdentifier()).isEqualTo("later");
            assertThat(waiting.preferredBackupWindow()).isEqualTo("01:00-01:30");
        }
    }

    @Test
    void appliesWhatWaitsWithTheFirstChangeThatIsMadeAtOnce() throws Exception {
        try (var sandbox = instant();
                var rds = SandboxFixture.rds(sandbox.rdsEndpoint())) {
            rds.modifyDBInstance(request -> request.dbInstanceIdentifier("mitosis-demo")
                    .dbInstanceClass("db.t4g.large")
                    .allocatedStorage(300));
            rds.modifyDBInstance(
                    request -> request.dbInstanceIdentifier("mitosis-demo").dbInstanceClass("db.t4g.medium"));
            assertThat(SdkShapes.toJson(
                                    SandboxFixture.instance(rds, "mitosis-demo").pendingModifiedValues())
                            .toJsonText())
                    .isEqualTo("{\"AllocatedStorage\":300}");
            rename(rds, "mitosis-demo", "moved");
            var moved = SandboxFixture.instance(rds, "moved");
            assertThat(moved.allocatedStorage()).isEqualTo(300);
            assertThat(moved.dbInstanceClass()).isEqualTo("db.t4g.medium");
            assertThat(SdkShapes.toJson(moved.pendingModifiedValues()).fields()).isEmpty();
        }
    }

    @Test
    void associatesARoleThatIsPendingAtFirst() throws Exception {
        try (var sandbox = lasting(600);
                var rds = SandboxFixture.rds(sandbox.rdsEndpoint())) {
            role(rds, "mitosis-stage", "s3Import");
            assertThat(SandboxFixture.instance(rds, "mitosis-stage").associatedRoles())
                    .extracting(role -> role.featureName() + " " + role.status())
                    .containsExactly("s3Import PENDING");
            assertThat(code(() -> role(rds, "mitosis-stage", "s3Export"))).isEqualTo("InvalidDBInstanceState");
            assertThat(states(rds, "mitosis-stage")).containsExactly("available", "modifying", "available");
            assertThat(SandboxFixture.instance(rds, "mitosis-stage")
                            .associatedRoles()
                            .get(0)
                            .status())
                    .isEqualTo("ACTIVE");
            assertThat(code(() -> role(rds, "mitosis-stage", "s3Import"))).isEqualTo("DBInstanceRoleAlreadyExists");
        }
    }

    private static void role(RdsClient rds, String instance, String feature) {
        rds.addRoleToDBInstance(request -> request.dbInstanceIdentifier(instance)
                .roleArn("arn:aws:iam::123456789012:role/" + feature)
                .featureName(feature));
    }

    @Test
    void appliesAllSettingsOfATargetAtOnce() throws Exception {
        try (var sandbox = instant();
                var rds = SandboxFixture.rds(sandbox.rdsEndpoint())) {
            rds.modifyDBInstance(request -> request.dbInstanceIdentifier("mitosis-demo")
                    .applyImmediately(true)
                    .dbInstanceClass("db.t4g.large")
                    .storageType("io1")
                    .iops(4000)
                    .allocatedStorage(300)
                    .maxAllocatedStorage(900)
                    .caCertificateIdentifier("rds-ca-ecc384-g1")
                    .backupRetentionPeriod(9)
                    .deletionProtection(true)
                    .monitoringInterval(30)
                    .monitoringRoleArn("arn:aws:iam::123456789012:role/m")
                    .vpcSecurityGroupIds("sg-stage", "sg-demo")
                    .cloudwatchLogsExportConfiguration(
                            logs -> logs.enableLogTypes("upgrade").disableLogTypes("postgresql"))
                    .preferredMaintenanceWindow("fri:01:00-fri:01:30"));
            var now = SandboxFixture.instance(rds, "mitosis-demo");
            assertThat(now.dbInstanceClass()).isEqualTo("db.t4g.large");
            assertThat(now.storageType()).isEqualTo("io1");
            assertThat(now.iops()).isEqualTo(4000);
            assertThat(now.allocatedStorage()).isEqualTo(300);
            assertThat(now.maxAllocatedStorage()).isEqualTo(900);
            assertThat(now.caCertificateIdentifier()).isEqualTo("rds-ca-ecc384-g1");
            assertThat(now.backupRetentionPeriod()).isEqualTo(9);
            assertThat(now.deletionProtection()).isTrue();
            assertThat(now.monitoringInterval()).isEqualTo(30);
            assertThat(now.vpcSecurityGroups()).hasSize(2);
            assertThat(now.enabledCloudwatchLogsExports()).containsExactly("upgrade");
            assertThat(now.preferredMaintenanceWindow()).isEqualTo("fri:01:00-fri:01:30");
            assertThat(now.pendingModifiedValues().sdkFields())
                    .allSatisfy(field -> assertThat(SdkShapes.value(now.pendingModifiedValues(), field))
                            .isEmpty());
        }
    }

    @Test
    void appliesAParameterGroupOnlyWithAReboot() throws Exception {
        try (var sandbox = instant();
                var rds = SandboxFixture.rds(sandbox.rdsEndpoint())) {
            group(rds, "mitosis-demo", "shop-stage");
            assertThat(groupStatus(rds, "mitosis-demo")).isEqualTo("shop-stage pending-reboot");
            rds.rebootDBInstance(request -> request.dbInstanceIdentifier("mitosis-demo"));
            assertThat(groupStatus(rds, "mitosis-demo")).isEqualTo("shop-stage in-sync");
            group(rds, "mitosis-demo", "shop-demo");
            rename(rds, "mitosis-demo", "renamed");
            assertThat(groupStatus(rds, "renamed")).isEqualTo("shop-demo in-sync");
            assertThat(code(() -> group(rds, "renamed", "unknown"))).isEqualTo("DBParameterGroupNotFound");
        }
    }

    @Test
    void refusesValuesThatAwsRefuses() throws Exception {
        try (var sandbox = instant();
                var rds = SandboxFixture.rds(sandbox.rdsEndpoint())) {
            assertThat(code(() -> rds.modifyDBInstance(request ->
                            request.dbInstanceIdentifier("mitosis-demo").backupRetentionPeriod(36))))
                    .isEqualTo("InvalidParameterValue");
            assertThat(code(() -> rds.modifyDBInstance(request ->
                            request.dbInstanceIdentifier("mitosis-demo").allocatedStorage(10))))
                    .isEqualTo("InvalidParameterCombination");
            assertThat(code(() -> rds.modifyDBInstance(request ->
                            request.dbInstanceIdentifier("mitosis-demo").masterUserPassword("short"))))
                    .isEqualTo("InvalidParameterValue");
            assertThat(code(() -> rds.modifyDBInstance(request ->
                            request.dbInstanceIdentifier("mitosis-demo").monitoringInterval(60))))
                    .isEqualTo("InvalidParameterCombination");
            assertThat(code(() -> rds.modifyDBInstance(request ->
                            request.dbInstanceIdentifier("mitosis-demo").backupRetentionPeriod(0))))
                    .isEqualTo("InvalidParameterCombination");
        }
    }

    @Test
    void passesThroughTheStatesOfAPromotionAndRefusesOtherChangesMeanwhile() throws Exception {
        try (var sandbox = lasting(150);
                var rds = SandboxFixture.rds(sandbox.rdsEndpoint())) {
            rds.promoteReadReplica(request -> request.dbInstanceIdentifier("mitosis-demo-replica"));
            assertThat(code(() -> rename(rds, "mitosis-demo-replica", "other"))).isEqualTo("InvalidDBInstanceState");
            assertThat(states(rds, "mitosis-demo-replica"))
                    .containsExactly("available", "modifying", "rebooting", "backing-up", "available");
            assertThat(SandboxFixture.instance(rds, "mitosis-demo-replica").readReplicaSourceDBInstanceIdentifier())
                    .isNull();
        }
    }

    private Sandbox instant() throws Exception {
        return Sandbox.startOnFreePorts(
                SandboxFixture.shop().withoutDurations().withoutServers().withoutBuckets(), state);
    }

    private Sandbox lasting(int millis) throws Exception {
        var fleet = SandboxFixture.shop()
                .withDurations(Duration.ofMillis(millis))
                .withoutServers()
                .withoutBuckets();
        return Sandbox.startOnFreePorts(fleet, state);
    }

    private static void rename(RdsClient rds, String name, String newName) {
        rds.modifyDBInstance(request -> request.dbInstanceIdentifier(name)
                .newDBInstanceIdentifier(newName)
                .applyImmediately(true));
    }

    private static void group(RdsClient rds, String name, String group) {
        rds.modifyDBInstance(request ->
                request.dbInstanceIdentifier(name).dbParameterGroupName(group).applyImmediately(true));
    }

    private static String groupStatus(RdsClient rds, String name) {
        var group = SandboxFixture.instance(rds, name).dbParameterGroups().get(0);
        return group.dbParameterGroupName() + " " + group.parameterApplyStatus();
    }

    /** The states that polling sees, each once, until nothing is going on any more. */
    private static List<String> states(RdsClient rds, String name) throws InterruptedException {
        var states = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            var seen = status(rds, name);
            if (states.isEmpty() || !states.get(states.size() - 1).equals(seen)) {
                states.add(seen);
            }
            if (seen.equals("gone") || (seen.equals("available") && states.size() > 1)) {
                return states;
            }
            Thread.sleep(10);
        }
        return states;
    }

    private static String status(RdsClient rds, String name) {
        try {
            DBInstance instance = SandboxFixture.instance(rds, name);
            return instance.dbInstanceStatus();
        } catch (DbInstanceNotFoundException e) {
            return "gone";
        }
    }

    private static String code(Runnable call) {
        try {
            call.run();
        } catch (RdsException e) {
            return e.awsErrorDetails().errorCode();
        }
        return "no error";
    }
}
