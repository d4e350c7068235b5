package dev.runbook.sandbox.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.sandbox.Sandbox;
import dev.runbook.sandbox.SandboxFixture;
import dev.runbook.sandbox.config.Fleet;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.Tag;

/** AWS's rules and error codes, asked through the unmodified SDK. */
class RequestValidationTest {

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
    void createsAReplicaWithoutBackupsAndWithoutDeletionProtection() {
        replica("temp-demo", "mitosis-prod");
        var replica = get("temp-demo");
        assertThat(replica.dbInstanceStatus()).isEqualTo("available");
        assertThat(replica.backupRetentionPeriod()).isZero();
        assertThat(replica.deletionProtection()).isFalse();
        assertThat(replica.readReplicaSourceDBInstanceIdentifier()).isEqualTo("mitosis-prod");
        assertThat(replica.dbSubnetGroup().dbSubnetGroupName()).isEqualTo("shop-subnets");
        assertThat(get("mitosis-prod").readReplicaDBInstanceIdentifiers()).contains("temp-demo");
    }

    @Test
    void keepsWhatTheReplicaRequestSets() {
        rds.createDBInstanceReadReplica(request -> request.dbInstanceIdentifier("temp-demo")
                .sourceDBInstanceIdentifier("mitosis-prod")
                .port(5430)
                .dbInstanceClass("db.t4g.medium")
                .vpcSecurityGroupIds("sg-quarantine")
                .enableCloudwatchLogsExports("postgresql")
                .deletionProtection(true)
                .tags(Tag.builder().key("runbook:run").value("r1").build()));
        var replica = get("temp-demo");
        assertThat(replica.dbInstancePort()).isEqualTo(5430);
        assertThat(replica.dbInstanceClass()).isEqualTo("db.t4g.medium");
        assertThat(replica.vpcSecurityGroups().get(0).vpcSecurityGroupId()).isEqualTo("sg-quarantine");
        assertThat(replica.enabledCloudwatchLogsExports()).containsExactly("postgresql");
        assertThat(replica.deletionProtection()).isTrue();
        assertThat(replica.tagList()).extracting(Tag::key).containsExactly("runbook:run");
    }

    @Test
    void refusesAReplicaUnderAUsedName() {
        refused("DBInstanceAlreadyExists", 400, () -> replica("mitosis-demo", "mitosis-prod"));
    }

    @Test
    void refusesAReplicaOfASourceThatIsNotThere() {
        refused("DBInstanceNotFound", 404, () -> replica("temp-demo", "no-such"));
    }

    @Test
    void refusesAReplicaOfASourceWithoutBackups() {
        blank("bare", 0);
        refused("InvalidDBInstanceState", 400, () -> replica("temp-demo", "bare"));
    }

    @Test
    void refusesAReplicaOfAPostgresReplica() {
        refused("InvalidDBInstanceState", 400, () -> replica("temp-demo", "mitosis-prod-replica"));
    }

    @Test
    void refusesAKeyOrAnotherSubnetGroupForAReplica() {
        refused(
                "InvalidParameterCombination",
                400,
                () -> rds.createDBInstanceReadReplica(request -> request.dbInstanceIdentifier("temp-demo")
                        .sourceDBInstanceIdentifier("mitosis-prod")
                        .kmsKeyId("alias/key")));
        refused(
                "DBSubnetGroupNotAllowedFault",
                400,
                () -> rds.createDBInstanceReadReplica(request -> request.dbInstanceIdentifier("temp-demo")
                        .sourceDBInstanceIdentifier("mitosis-prod")
                        .dbSubnetGroupName("default")));
        refused(
                "DBSubnetGroupNotFoundFault",
                404,
                () -> rds.createDBInstanceReadReplica(request -> request.dbInstanceIdentifier("temp-demo")
                        .sourceDBInstanceIdentifier("mitosis-prod")
                        .dbSubnetGroupName("unknown")));
    }

    @Test
    void refusesReservedTags() {
        var reserved = Tag.builder().key("aws:cloudformation").value("x").build();
        refused(
                "InvalidParameterValue",
                400,
                () -> rds.createDBInstanceReadReplica(request -> request.dbInstanceIdentifier("temp-demo")
                        .sourceDBInstanceIdentifier("mitosis-prod")
                        .tags(reserved)));
        refused(
                "InvalidParameterValue",
                400,
                () -> rds.addTagsToResource(
                        request -> request.resourceName(get("mitosis-demo").dbInstanceArn())
                                .tags(reserved)));
    }

    @Test
    void refusesMoreThanFiftyTagsAtTheCreationAndAfterIt() {
        var many = IntStream.rangeClosed(1, 51)
                .mapToObj(number -> Tag.builder().key("k" + number).value("v").build())
                .toList();
        refused(
                "InvalidParameterValue",
                400,
                () -> rds.createDBInstanceReadReplica(request -> request.dbInstanceIdentifier("temp-demo")
                        .sourceDBInstanceIdentifier("mitosis-prod")
                        .tags(many)));
        rds.createDBInstanceReadReplica(request -> request.dbInstanceIdentifier("temp-demo")
                .sourceDBInstanceIdentifier("mitosis-prod")
                .tags(many.subList(0, 50)));
        refused(
                "InvalidParameterValue",
                400,
                () -> rds.addTagsToResource(request ->
                        request.resourceName(get("temp-demo").dbInstanceArn()).tags(many.get(50))));
    }

    @Test
    void refusesProvisionedIopsThatDoNotFitTheStorage() {
        refused(
                "InvalidParameterCombination",
                400,
                () -> rds.modifyDBInstance(request -> request.dbInstanceIdentifier("mitosis-demo")
                        .storageType("io1")
                        .iops(1_000_000)));
    }

    @Test
    void tellsTheQuotasAndKeepsThem() throws Exception {
        var file = """
                region: eu-west-1
                quotas: {DBInstances: 2, AllocatedStorage: 45}
                instances:
                  one:
                    server: none
                    settings: {Engine: postgres, DBInstanceClass: db.t4g.micro}
                  two:
                    server: none
                    settings: {Engine: postgres, DBInstanceClass: db.t4g.micro}
                """;
        try (var small = Sandbox.startOnFreePorts(
                        Fleet.read(file, "small").withoutDurations().withFreePorts(), state.resolve("small"));
                var client = SandboxFixture.rds(small.rdsEndpoint())) {
            assertThat(client.describeAccountAttributes().accountQuotas())
                    .filteredOn(quota -> quota.accountQuotaName().matches("DBInstances|AllocatedStorage"))
                    .extracting(quota -> quota.accountQuotaName() + " " + quota.used() + " of " + quota.max())
                    .containsExactly("DBInstances 2 of 2", "AllocatedStorage 40 of 45");
            refused(
                    "InstanceQuotaExceeded",
                    400,
                    () -> client.createDBInstanceReadReplica(
                            request -> request.dbInstanceIdentifier("three").sourceDBInstanceIdentifier("one")));
            client.deleteDBInstance(
                    request -> request.dbInstanceIdentifier("two").skipFinalSnapshot(true));
            refused(
                    "StorageQuotaExceeded",
                    400,
                    () -> client.createDBInstance(request -> request.dbInstanceIdentifier("big")
                            .engine("postgres")
                            .dbInstanceClass("db.t4g.micro")
                            .allocatedStorage(30)));
        }
    }

    @Test
    void refusesMalformedNames() {
        for (var name : List.of("1abc", "a--b", "ends-", "a".repeat(64), "under_score")) {
            refused("InvalidParameterValue", 400, () -> replica(name, "mitosis-prod"));
        }
    }

    @Test
    void promotesAReplicaToAnInstanceOfItsOwn() {
        replica("temp-demo", "mitosis-prod");
        rds.promoteReadReplica(request -> request.dbInstanceIdentifier("temp-demo"));
        assertThat(get("temp-demo").readReplicaSourceDBInstanceIdentifier()).isNull();
        assertThat(get("temp-demo").backupRetentionPeriod()).isEqualTo(1);
        assertThat(get("mitosis-prod").readReplicaDBInstanceIdentifiers()).containsExactly("mitosis-prod-replica");
    }

    @Test
    void refusesToPromoteWhatIsNoReplica() {
        refused(
                "InvalidDBInstanceState",
                400,
                () -> rds.promoteReadReplica(request -> request.dbInstanceIdentifier("mitosis-demo")));
    }

    @Test
    void refusesBackupsOnAPostgresReplica() {
        refused(
                "InvalidParameterCombination",
                400,
                () -> rds.modifyDBInstance(request -> request.dbInstanceIdentifier("mitosis-demo-replica")
                        .backupRetentionPeriod(1)
                        .applyImmediately(true)));
    }

    @Test
    void deletesOnlyWithOneAnswerAboutTheFinalSnapshot() {
        refused(
                "InvalidParameterCombination",
                400,
                () -> rds.deleteDBInstance(request -> request.dbInstanceIdentifier("mitosis-demo")));
        refused(
                "InvalidParameterCombination",
                400,
                () -> rds.deleteDBInstance(request -> request.dbInstanceIdentifier("mitosis-demo")
                        .skipFinalSnapshot(true)
                        .finalDBSnapshotIdentifier("last")));
        refused(
                "InvalidParameterCombination",
                400,
                () -> rds.deleteDBInstance(request ->
                        request.dbInstanceIdentifier("mitosis-demo-replica").finalDBSnapshotIdentifier("last")));
    }

    @Test
    void refusesToDeleteWhatIsProtected() {
        refused("InvalidParameterCombination", 400, () -> delete("mitosis-stage"));
    }

    @Test
    void makesReplicasOfADeletedPrimaryStandalone() {
        delete("mitosis-demo");
        refused("DBInstanceNotFound", 404, () -> get("mitosis-demo"));
        assertThat(get("mitosis-demo-replica").readReplicaSourceDBInstanceIdentifier())
                .isNull();
    }

    @Test
    void takesAFinalSnapshotThatCanBeRestored() {
        rds.deleteDBInstance(
                request -> request.dbInstanceIdentifier("mitosis-demo").finalDBSnapshotIdentifier("last"));
        restore("again", "last");
        var restored = get("again");
        assertThat(restored.dbParameterGroups().get(0).dbParameterGroupName()).isEqualTo("default.postgres16");
        assertThat(restored.vpcSecurityGroups().get(0).vpcSecurityGroupId()).isEqualTo("sg-default");
        assertThat(restored.dbSubnetGroup().dbSubnetGroupName()).isEqualTo("default");
        assertThat(restored.tagList()).isEmpty();
    }

    @Test
    void refusesToRestoreWhatIsNotThereOrUnderAUsedName() {
        refused("DBSnapshotNotFound", 404, () -> restore("again", "no-such"));
        refused("DBInstanceAlreadyExists", 400, () -> restore("mitosis-demo", "rds:mitosis-prod-2026-11-20-02-10"));
    }

    @Test
    void makesAndDeletesSnapshots() {
        rds.createDBSnapshot(
                request -> request.dbInstanceIdentifier("mitosis-demo").dbSnapshotIdentifier("mine"));
        refused(
                "DBSnapshotAlreadyExists",
                400,
                () -> rds.createDBSnapshot(
                        request -> request.dbInstanceIdentifier("mitosis-demo").dbSnapshotIdentifier("mine")));
        assertThat(rds.describeDBSnapshots(request -> request.dbInstanceIdentifier("mitosis-demo"))
                        .dbSnapshots())
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.status()).isEqualTo("available"));
        rds.deleteDBSnapshot(request -> request.dbSnapshotIdentifier("mine"));
        refused("DBSnapshotNotFound", 404, () -> rds.deleteDBSnapshot(request -> request.dbSnapshotIdentifier("mine")));
    }

    @Test
    void changesAndListsTags() {
        var arn = get("mitosis-demo").dbInstanceArn();
        rds.addTagsToResource(request -> request.resourceName(arn)
                .tags(
                        Tag.builder().key("owner").value("other").build(),
                        Tag.builder().key("new").value("1").build()));
        rds.removeTagsFromResource(request -> request.resourceName(arn).tagKeys("environment"));
        assertThat(rds.listTagsForResource(request -> request.resourceName(arn)).tagList())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactly("owner=other", "new=1");
    }

    @Test
    void refusesAForeignKeyAndAForeignRegion() {
        try (var stranger = RdsClient.builder()
                .endpointOverride(sandbox.rdsEndpoint())
                .region(software.amazon.awssdk.regions.Region.US_EAST_1)
                .credentialsProvider(SandboxFixture.credentials())
                .httpClientBuilder(software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient.builder())
                .build()) {
            refused("SignatureDoesNotMatch", 403, stranger::describeDBInstances);
        }
    }

    private void refused(String code, int status, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RdsException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
        });
    }

    private DBInstance get(String name) {
        return SandboxFixture.instance(rds, name);
    }

    private void replica(String name, String source) {
        rds.createDBInstanceReadReplica(
                request -> request.dbInstanceIdentifier(name).sourceDBInstanceIdentifier(source));
    }

    private void blank(String name, int retentionDays) {
        rds.createDBInstance(request -> request.dbInstanceIdentifier(name)
                .engine("postgres")
                .engineVersion("16.15")
                .dbInstanceClass("db.t4g.micro")
                .masterUsername("shop_admin")
                .masterUserPassword("long-enough")
                .backupRetentionPeriod(retentionDays));
    }

    private void restore(String name, String snapshot) {
        rds.restoreDBInstanceFromDBSnapshot(
                request -> request.dbInstanceIdentifier(name).dbSnapshotIdentifier(snapshot));
    }

    private void delete(String name) {
        rds.deleteDBInstance(request -> request.dbInstanceIdentifier(name).skipFinalSnapshot(true));
    }
}
