package dev.runbook.sandbox.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.sandbox.Sandbox;
import dev.runbook.sandbox.SandboxFixture;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/** When an instance has automated backups, whose they are, and how RDS answers a restore from them. */
class AutomatedBackupTest {

    @TempDir
    Path state;

    private Sandbox sandbox;
    private RdsClient rds;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.startOnFreePorts(
                SandboxFixture.shop().withoutDurations().withoutServers().withoutBuckets(), state);
        rds = SandboxFixture.rds(sandbox.rdsEndpoint());
    }

    @AfterEach
    void stop() {
        rds.close();
        sandbox.close();
    }

    @Test
    void beginWithTheRetentionAndEndWithIt() {
        assertThat(backup("mitosis-demo").restoreWindow().earliestTime()).isBefore(Instant.now());
        assertThat(SandboxFixture.instance(rds, "mitosis-demo").latestRestorableTime())
                .isNotNull();
        retention("mitosis-stage", 0);
        assertThat(find("mitosis-stage")).isEmpty();
        assertThat(SandboxFixture.instance(rds, "mitosis-stage").latestRestorableTime())
                .isNull();
        Instant before = Instant.now();
        retention("mitosis-stage", 3);
        assertThat(backup("mitosis-stage").restoreWindow().earliestTime()).isAfter(before);
        Instant first = backup("mitosis-stage").restoreWindow().earliestTime();
        retention("mitosis-stage", 5);
        assertThat(backup("mitosis-stage").restoreWindow().earliestTime()).isEqualTo(first);
    }

    @Test
    void beginWithAPromotionUnlessItSaysOtherwise() {
        replica("one");
        replica("two");
        assertThat(find("one")).isEmpty();
        rds.promoteReadReplica(request -> request.dbInstanceIdentifier("one"));
        rds.promoteReadReplica(request -> request.dbInstanceIdentifier("two").backupRetentionPeriod(0));
        assertThat(backup("one").backupRetentionPeriod()).isEqualTo(1);
        assertThat(find("two")).isEmpty();
        assertThat(SandboxFixture.instance(rds, "two").backupRetentionPeriod()).isZero();
    }

    @Test
    void beginWithARestoreUnlessItSaysOtherwise() {
        String snapshot = "rds:mitosis-prod-2026-11-20-02-10";
        rds.restoreDBInstanceFromDBSnapshot(
                request -> request.dbInstanceIdentifier("one").dbSnapshotIdentifier(snapshot));
        rds.restoreDBInstanceFromDBSnapshot(request -> request.dbInstanceIdentifier("two")
                .dbSnapshotIdentifier(snapshot)
                .backupRetentionPeriod(0));
        assertThat(backup("one").backupRetentionPeriod()).isEqualTo(14);
        assertThat(find("two")).isEmpty();
    }

    @Test
    void belongToTheResourceIdAndFollowARename() {
        DBInstanceAutomatedBackup before = backup("mitosis-demo");
        rds.modifyDBInstance(request -> request.dbInstanceIdentifier("mitosis-demo")
                .newDBInstanceIdentifier("renamed")
                .applyImmediately(true));
        DBInstanceAutomatedBackup after = backup("renamed");
        assertThat(after.dbiResourceId()).isEqualTo(before.dbiResourceId());
        assertThat(after.restoreWindow().earliestTime())
                .isEqualTo(before.restoreWindow().earliestTime());
        assertThat(rds.describeDBInstanceAutomatedBackups(request -> request.dbiResourceId(before.dbiResourceId()))
                        .dbInstanceAutomatedBackups())
                .hasSize(1);
    }

    @Test
    void goWithTheirInstanceUnlessTheyAreRetained() {
        String id = backup("mitosis-stage").dbiResourceId();
        unprotect("mitosis-stage");
        rds.deleteDBInstance(request -> request.dbInstanceIdentifier("mitosis-stage")
                .skipFinalSnapshot(true)
                .deleteAutomatedBackups(false));
        assertThat(backup("mitosis-stage").status()).isEqualTo("retained");
        rds.restoreDBInstanceToPointInTime(request -> request.sourceDbiResourceId(id)
                .targetDBInstanceIdentifier("again")
                .useLatestRestorableTime(true)
                .backupRetentionPeriod(0));
        assertThat(SandboxFixture.instance(rds, "again").dbInstanceStatus()).isEqualTo("available");
        assertThat(code(() -> rds.deleteDBInstanceAutomatedBackup(
                        request -> request.dbiResourceId(backup("mitosis-prod").dbiResourceId()))))
                .isEqualTo("InvalidDBInstanceAutomatedBackupState");
        rds.deleteDBInstanceAutomatedBackup(request -> request.dbiResourceId(id));
        assertThat(find("mitosis-stage")).isEmpty();

        rds.deleteDBInstance(
                request -> request.dbInstanceIdentifier("mitosis-demo-replica").skipFinalSnapshot(true));
        rds.deleteDBInstance(
                request -> request.dbInstanceIdentifier("mitosis-demo").skipFinalSnapshot(true));
        assertThat(find("mitosis-demo")).isEmpty();
    }

    @Test
    void restoreAnInstanceWithDefaultsAndTheTagsOfItsSource() {
        rds.restoreDBInstanceToPointInTime(request -> request.sourceDBInstanceIdentifier("mitosis-prod")
                .targetDBInstanceIdentifier("past")
                .useLatestRestorableTime(true)
                .tags(Tag.builder().key("owner").value("tester").build()));
        var past = SandboxFixture.instance(rds, "past");
        assertThat(past.multiAZ()).isFalse();
        assertThat(past.deletionProtection()).isFalse();
        assertThat(past.vpcSecurityGroups().get(0).vpcSecurityGroupId()).isEqualTo("sg-default");
        assertThat(past.dbParameterGroups().get(0).dbParameterGroupName()).isEqualTo("default.postgres16");
        assertThat(past.backupRetentionPeriod()).isEqualTo(14);
        assertThat(past.tagList())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactlyInAnyOrder("environment=production", "owner=tester");
    }

    @Test
    void refuseWhatRdsRefuses() {
        Instant earliest = backup("mitosis-prod").restoreWindow().earliestTime();
        assertThat(refusal(request -> request.restoreTime(earliest.minusMillis(1))))
                .isEqualTo("InvalidParameterValue");
        assertThat(refusal(request -> request.restoreTime(Instant.now().plusSeconds(60))))
                .isEqualTo("InvalidParameterValue");
        assertThat(refusal(request -> {})).isEqualTo("InvalidParameterCombination");
        assertThat(refusal(request -> request.useLatestRestorableTime(true).restoreTime(earliest)))
                .isEqualTo("InvalidParameterCombination");
        assertThat(refusal(request -> request.useLatestRestorableTime(true).sourceDbiResourceId("db-1")))
                .isEqualTo("InvalidParameterCombination");
        assertThat(refusal(request -> request.useLatestRestorableTime(true)
                        .sourceDBInstanceIdentifier(null)
                        .sourceDbiResourceId("db-1")))
                .isEqualTo("DBInstanceAutomatedBackupNotFound");
        assertThat(refusal(request ->
                        request.useLatestRestorableTime(true).sourceDBInstanceIdentifier("mitosis-prod-replica")))
                .isEqualTo("PointInTimeRestoreNotEnabled");
        assertThat(refusal(request -> request.useLatestRestorableTime(true).targetDBInstanceIdentifier("mitosis-demo")))
                .isEqualTo("DBInstanceAlreadyExists");
    }

    private String refusal(Consumer<RestoreDbInstanceToPointInTimeRequest.Builder> edit) {
        return code(
                () -> rds.restoreDBInstanceToPointInTime(request -> request.sourceDBInstanceIdentifier("mitosis-prod")
                        .targetDBInstanceIdentifier("past")
                        .applyMutation(edit)));
    }

    private static String code(Runnable call) {
        return catchThrowableOfType(RdsException.class, call::run)
                .awsErrorDetails()
                .errorCode();
    }

    private DBInstanceAutomatedBackup backup(String name) {
        return find(name).orElseThrow();
    }

    private Optional<DBInstanceAutomatedBackup> find(String name) {
        return rds
                .describeDBInstanceAutomatedBackups(request -> request.dbInstanceIdentifier(name))
                .dbInstanceAutomatedBackups()
                .stream()
                .findFirst();
    }

    private void retention(String name, int days) {
        rds.modifyDBInstance(request ->
                request.dbInstanceIdentifier(name).backupRetentionPeriod(days).applyImmediately(true));
    }

    private void unprotect(String name) {
        rds.modifyDBInstance(request ->
                request.dbInstanceIdentifier(name).deletionProtection(false).applyImmediately(true));
    }

    private void replica(String name) {
        rds.createDBInstanceReadReplica(
                request -> request.dbInstanceIdentifier(name).sourceDBInstanceIdentifier("mitosis-prod"));
    }
}
