package dev.runbook.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.sandbox.config.InjectedFault;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.sts.StsClient;

/** Pages, filters, identity, ordered faults, and the record of calls. */
class SandboxHttpServerTest {

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
    void describesInPagesThatHoldEachInstanceOnce() {
        for (int i = 0; i < 30; i++) {
            var name = "extra-" + i;
            rds.createDBInstanceReadReplica(
                    request -> request.dbInstanceIdentifier(name).sourceDBInstanceIdentifier("mitosis-prod"));
        }
        var first = rds.describeDBInstances(request -> request.maxRecords(20));
        assertThat(first.dbInstances()).hasSize(20);
        assertThat(first.marker()).isNotNull();
        Set<String> names = new HashSet<>();
        rds.describeDBInstancesPaginator(request -> request.maxRecords(20))
                .dbInstances()
                .forEach(instance ->
                        assertThat(names.add(instance.dbInstanceIdentifier())).isTrue());
        assertThat(names).hasSize(35);
    }

    @Test
    void refusesPagesThatAreTooSmallOrTooLarge() {
        for (int size : new int[] {19, 101}) {
            assertThatThrownBy(() -> rds.describeDBInstances(request -> request.maxRecords(size)))
                    .isInstanceOfSatisfying(
                            RdsException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterValue"));
        }
    }

    @Test
    void findsByFoldedNameAndByFilters() {
        var demo = SandboxFixture.instance(rds, "Mitosis-DEMO");
        assertThat(demo.dbInstanceIdentifier()).isEqualTo("mitosis-demo");
        assertThat(filtered("dbi-resource-id", demo.dbiResourceId())).containsExactly("mitosis-demo");
        assertThat(filtered("db-instance-id", "mitosis-stage", demo.dbInstanceArn()))
                .containsExactly("mitosis-demo", "mitosis-stage");
        assertThat(filtered("dbi-resource-id", "db-NONE")).isEmpty();
        assertThatThrownBy(() -> filtered("no-such-filter", "x")).isInstanceOf(RdsException.class);
    }

    @Test
    void saysWhoIsCallingAndLetsRolesBeAssumed() {
        try (var sts = StsClient.builder()
                .endpointOverride(sandbox.rdsEndpoint())
                .region(software.amazon.awssdk.regions.Region.EU_WEST_1)
                .credentialsProvider(SandboxFixture.credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
            var role = sts.assumeRole(request ->
                    request.roleArn("arn:aws:iam::123456789012:role/refresh").roleSessionName("night"));
            assertThat(role.assumedRoleUser().arn()).endsWith("assumed-role/refresh/night");
            assertThat(role.credentials().sessionToken()).isNotEmpty();
            assertThatThrownBy(() -> sts.assumeRole(request -> request.roleArn("arn:aws:iam::999999999999:role/other")
                            .roleSessionName("night")))
                    .hasMessageContaining("not authorized");
        }
    }

    @Test
    void throttlesAsOftenAsOrdered() throws Exception {
        order("{\"action\": \"DescribeDBInstances\", \"kind\": \"throttling\", \"times\": 2}");
        assertThat(rds.describeDBInstances().dbInstances()).hasSize(5);
        assertThat(sandbox.faults().pendingFaults()).isEmpty();
    }

    @Test
    void answersAnOrderedErrorOnTheNamedInstanceOnly() {
        sandbox.faults()
                .add(new InjectedFault(
                        "PromoteReadReplica",
                        Optional.of("mitosis-prod-*"),
                        InjectedFault.FaultKind.INTERNAL_FAILURE,
                        99,
                        0));
        rds.promoteReadReplica(request -> request.dbInstanceIdentifier("mitosis-demo-replica"));
        assertThatThrownBy(
                        () -> rds.promoteReadReplica(request -> request.dbInstanceIdentifier("mitosis-prod-replica")))
                .isInstanceOfSatisfying(
                        RdsException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
    }

    @Test
    void carriesOutARequestWhoseAnswerIsLost() {
        sandbox.faults()
                .add(InjectedFault.ofAction("CreateDBInstanceReadReplica", InjectedFault.FaultKind.LOST_ANSWER, 1));
        assertThatThrownBy(() -> rds.createDBInstanceReadReplica(request ->
                        request.dbInstanceIdentifier("temp-demo").sourceDBInstanceIdentifier("mitosis-prod")))
                .isInstanceOf(SdkException.class);
        assertThat(SandboxFixture.instance(rds, "temp-demo").dbInstanceStatus()).isEqualTo("available");
    }

    @Test
    void endsAReplicaInFailedWhenOrdered() {
        sandbox.faults().add(InjectedFault.ofAction("CreateDBInstanceReadReplica", InjectedFault.FaultKind.FAILED, 1));
        sandbox.faults()
                .add(InjectedFault.ofAction(
                        "RestoreDBInstanceFromDBSnapshot", InjectedFault.FaultKind.INCOMPATIBLE_RESTORE, 1));
        rds.createDBInstanceReadReplica(
                request -> request.dbInstanceIdentifier("one").sourceDBInstanceIdentifier("mitosis-prod"));
        rds.restoreDBInstanceFromDBSnapshot(request ->
                request.dbInstanceIdentifier("two").dbSnapshotIdentifier("rds:mitosis-prod-2026-11-20-02-10"));
        assertThat(SandboxFixture.instance(rds, "one").dbInstanceStatus()).isEqualTo("failed");
        assertThat(SandboxFixture.instance(rds, "two").dbInstanceStatus()).isEqualTo("incompatible-restore");
        rds.deleteDBInstance(request -> request.dbInstanceIdentifier("one").skipFinalSnapshot(true));
        assertThat(rds.describeDBInstances().dbInstances())
                .extracting(DBInstance::dbInstanceIdentifier)
                .doesNotContain("one");
    }

    @Test
    void recordsChangingRequestsWithParametersAndAnswersButNoPassword() {
        rds.modifyDBInstance(request -> request.dbInstanceIdentifier("mitosis-demo")
                .masterUserPassword("very-secret-1")
                .backupRetentionPeriod(3)
                .applyImmediately(true));
        assertThatThrownBy(() -> rds.promoteReadReplica(request -> request.dbInstanceIdentifier("mitosis-demo")))
                .isInstanceOf(RdsException.class);
        rds.describeDBInstances();
        var calls = sandbox.calls().lines();
        assertThat(calls).hasSize(2);
        assertThat(calls.get(0))
                .startsWith("{\"seq\":1,\"time\":\"")
                .contains("\"service\":\"rds\",\"action\":\"ModifyDBInstance\"")
                .contains("\"MasterUserPassword\":\"***\"", "\"BackupRetentionPeriod\":3", "\"status\":200")
                .doesNotContain("very-secret-1");
        assertThat(calls.get(1)).contains("\"status\":400,\"error\":\"InvalidDBInstanceState\"");
    }

    @Test
    void remembersEverythingAcrossAStop() throws Exception {
        rds.createDBInstanceReadReplica(
                request -> request.dbInstanceIdentifier("temp-demo").sourceDBInstanceIdentifier("mitosis-prod"));
        var before = settled(rds);
        sandbox.close();
        try (var again = Sandbox.startOnFreePorts(
                        SandboxFixture.shop()
                                .withoutDurations()
                                .withoutServers()
                                .withoutBuckets(),
                        state);
                var client = SandboxFixture.rds(again.rdsEndpoint())) {
            assertThat(settled(client)).isEqualTo(before);
            assertThat(again.calls().lines()).hasSize(1);
        }
    }

    /** The instances without what goes on with time. */
    private static List<DBInstance> settled(RdsClient rds) {
        return rds.describeDBInstances().dbInstances().stream()
                .map(instance -> instance.copy(edit -> edit.latestRestorableTime(null)))
                .toList();
    }

    @Test
    void offersTheClassicFleet() throws Exception {
        try (var classic = Sandbox.startOnFreePorts(
                        SandboxFixture.classic().withoutDurations(), state.resolve("classic"));
                var client = SandboxFixture.rds(classic.rdsEndpoint())) {
            var demo = SandboxFixture.instance(client, "mitosis-demo");
            assertThat(demo.dbInstancePort()).isEqualTo(5430);
            assertThat(demo.dbParameterGroups().get(0).dbParameterGroupName()).isEqualTo("default.mysql5.7");
            assertThat(demo.optionGroupMemberships().get(0).optionGroupName()).isEqualTo("default:mysql-5-7");
            assertThat(demo.readReplicaDBInstanceIdentifiers()).containsExactly("mitosis-demo-replica");
            assertThat(SandboxFixture.instance(client, "mitosis-demo-replica").preferredBackupWindow())
                    .isEqualTo("06:40-07:10");
        }
    }

    private List<String> filtered(String name, String... values) {
        return rds
                .describeDBInstances(request -> request.filters(
                        Filter.builder().name(name).values(values).build()))
                .dbInstances()
                .stream()
                .map(DBInstance::dbInstanceIdentifier)
                .toList();
    }

    private void order(String fault) throws Exception {
        var connection = (HttpURLConnection)
                URI.create(sandbox.rdsEndpoint() + "/sandbox/faults").toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.getOutputStream().write(fault.getBytes(StandardCharsets.UTF_8));
        assertThat(connection.getResponseCode()).isEqualTo(200);
    }
}
