package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.expression.Value;
import dev.runbook.modules.SdkValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.OptionGroupMembership;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Every field of descriptions and requests is taken over from the target, or is in a table here with the reason why not: a
 * version of the SDK with a new field fails until it is in one of them.
 */
class EveryFieldTest {

    private static final String SAID = "the module says it itself";
    private static final String DIRECTORY = "joining a directory is for a person; parity names the difference";
    private static final String DATA = "comes with the data";
    private static final String LATER = "follows by a change of its own";
    private static final String OTHER_REGION = "for a source in another region, which is refused";
    private static final String NOT_BOUGHT = "only for Oracle, Custom or Outposts; parity names the difference";
    private static final String CHOSEN = "RDS chooses";
    private static final String CLUSTERS = "for clusters, which are refused";

    private static final Map<String, String> BOTH = Map.ofEntries(
            Map.entry("DBInstanceIdentifier", SAID),
            Map.entry("Tags", SAID),
            Map.entry("TagSpecifications", "marks what RDS makes besides: it keeps no backups until the proof"),
            Map.entry("AvailabilityZone", CHOSEN),
            Map.entry("DeletionProtection", LATER),
            Map.entry("UseDefaultProcessorFeatures", "the features themselves are taken over"),
            Map.entry("AllocatedStorage", DATA),
            Map.entry("AdditionalStorageVolumes", DATA),
            Map.entry("Domain", DIRECTORY),
            Map.entry("DomainIAMRoleName", DIRECTORY),
            Map.entry("DomainFqdn", DIRECTORY),
            Map.entry("DomainOu", DIRECTORY),
            Map.entry("DomainAuthSecretArn", DIRECTORY),
            Map.entry("DomainDnsIps", DIRECTORY),
            Map.entry("EnableCustomerOwnedIp", NOT_BOUGHT),
            Map.entry("BackupTarget", NOT_BOUGHT),
            Map.entry("CustomIamInstanceProfile", NOT_BOUGHT));

    private static final Map<String, String> REPLICA = Map.ofEntries(
            Map.entry("SourceDBInstanceIdentifier", SAID),
            Map.entry("SourceDBClusterIdentifier", CLUSTERS),
            Map.entry("SourceRegion", OTHER_REGION),
            Map.entry("KmsKeyId", OTHER_REGION),
            Map.entry("PreSignedUrl", OTHER_REGION),
            Map.entry("DBSubnetGroupName", "a replica is in its source's; another one means a snapshot"),
            Map.entry("DBParameterGroupName", LATER),
            Map.entry("ReplicaMode", NOT_BOUGHT),
            Map.entry("UpgradeStorageConfig", "the file system of the source is kept"));

    private static final Map<String, String> RESTORE = Map.ofEntries(
            Map.entry("DBSnapshotIdentifier", SAID),
            Map.entry("DBClusterSnapshotIdentifier", CLUSTERS),
            Map.entry("DBName", DATA),
            Map.entry("Engine", DATA),
            Map.entry("BackupRetentionPeriod", LATER),
            Map.entry("PreferredBackupWindow", LATER),
            Map.entry("ManageMasterUserPassword", LATER),
            Map.entry("MasterUserSecretKmsKeyId", LATER),
            Map.entry("TdeCredentialArn", NOT_BOUGHT),
            Map.entry("TdeCredentialPassword", NOT_BOUGHT));

    /** What a modification leaves unset and no creation sets. */
    private static final Map<String, String> MODIFY = Map.ofEntries(
            Map.entry("DBInstanceIdentifier", SAID),
            Map.entry("NewDBInstanceIdentifier", SAID),
            Map.entry("MasterUserPassword", SAID),
            Map.entry("ApplyImmediately", SAID),
            Map.entry("BackupRetentionPeriod", SAID),
            Map.entry("DeletionProtection", SAID),
            Map.entry("ManageMasterUserPassword", SAID),
            Map.entry("MasterUserSecretKmsKeyId", SAID),
            Map.entry("RotateMasterUserPassword", "RDS rotates what it manages"),
            Map.entry("MasterUserAuthenticationType", DATA),
            Map.entry("AllocatedStorage", DATA),
            Map.entry("AdditionalStorageVolumes", DATA),
            Map.entry("EngineVersion", DATA),
            Map.entry("Engine", DATA),
            Map.entry("AwsBackupRecoveryPointArn", "belongs to AWS Backup"),
            Map.entry("AllowMajorVersionUpgrade", "a refresh upgrades nothing"),
            Map.entry("DBSecurityGroups", "EC2-Classic, which is gone"),
            Map.entry("DBPortNumber", "the port is set at creation"),
            Map.entry("CertificateRotationRestart", "the certificate is set at creation"),
            Map.entry("TagSpecifications", "the tags are set at creation"),
            Map.entry("UseDefaultProcessorFeatures", "the features are set at creation"),
            Map.entry("PromotionTier", CLUSTERS),
            Map.entry("Domain", DIRECTORY),
            Map.entry("DomainIAMRoleName", DIRECTORY),
            Map.entry("DomainFqdn", DIRECTORY),
            Map.entry("DomainOu", DIRECTORY),
            Map.entry("DomainAuthSecretArn", DIRECTORY),
            Map.entry("DomainDnsIps", DIRECTORY),
            Map.entry("DisableDomain", DIRECTORY),
            Map.entry("EnableCustomerOwnedIp", NOT_BOUGHT),
            Map.entry("AutomationMode", NOT_BOUGHT),
            Map.entry("ResumeFullAutomationModeMinutes", NOT_BOUGHT),
            Map.entry("MultiTenant", NOT_BOUGHT),
            Map.entry("ReplicaMode", NOT_BOUGHT),
            Map.entry("TdeCredentialArn", NOT_BOUGHT),
            Map.entry("TdeCredentialPassword", NOT_BOUGHT));

    /** Fields of a description that no request takes over. */
    private static final Map<String, String> DESCRIBED = Map.ofEntries(
            Map.entry("Engine", DATA),
            Map.entry("EngineVersion", DATA),
            Map.entry("MasterUsername", DATA),
            Map.entry("DBName", DATA),
            Map.entry("AllocatedStorage", DATA),
            Map.entry("AdditionalStorageVolumes", DATA),
            Map.entry("StorageEncrypted", DATA),
            Map.entry("StorageEncryptionType", DATA),
            Map.entry("KmsKeyId", DATA),
            Map.entry("CharacterSetName", DATA),
            Map.entry("NcharCharacterSetName", DATA),
            Map.entry("Timezone", DATA),
            Map.entry("DBSecurityGroups", "EC2-Classic, which is gone"),
            Map.entry("DomainMemberships", DIRECTORY),
            Map.entry("MasterUserSecret", LATER),
            Map.entry("AssociatedRoles", LATER),
            Map.entry("DeletionProtection", LATER),
            Map.entry("BackupRetentionPeriod", LATER),
            Map.entry("DBClusterIdentifier", CLUSTERS),
            Map.entry("ReadReplicaDBClusterIdentifiers", CLUSTERS),
            Map.entry("ReadReplicaSourceDBClusterIdentifier", CLUSTERS),
            Map.entry("PromotionTier", CLUSTERS),
            Map.entry("ReplicaMode", NOT_BOUGHT),
            Map.entry("BackupTarget", NOT_BOUGHT),
            Map.entry("CustomIamInstanceProfile", NOT_BOUGHT),
            Map.entry("CustomerOwnedIpEnabled", NOT_BOUGHT),
            Map.entry("AutomationMode", NOT_BOUGHT),
            Map.entry("MultiTenant", NOT_BOUGHT),
            Map.entry("TdeCredentialArn", NOT_BOUGHT),
            Map.entry("ActivityStreamStatus", "a stream is begun by a person; parity names the difference"),
            Map.entry("ActivityStreamKmsKeyId", "as the stream"),
            Map.entry("ActivityStreamKinesisStreamName", "as the stream"),
            Map.entry("ActivityStreamMode", "as the stream"),
            Map.entry("ActivityStreamEngineNativeAuditFieldsIncluded", "as the stream"),
            Map.entry("ActivityStreamPolicyStatus", "as the stream"),
            Map.entry(
                    "DBInstanceAutomatedBackupsReplications",
                    "a copy in another region is begun by a person; parity names the difference"));

    @Test
    void aReplicaIsAskedForWithEverythingOfTheTargetThatItCanHave() {
        var request = CreateDbInstanceReadReplicaRequest.builder();
        settings(everything()).fillReplica(request);
        decided(request.build(), REPLICA);
    }

    @Test
    void aRestoreIsAskedForWithEverythingOfTheTargetThatItCanHave() {
        var request = RestoreDbInstanceFromDbSnapshotRequest.builder();
        settings(everything()).fillRestore(request);
        decided(request.build(), RESTORE);
    }

    @Test
    void aModificationSetsWhatCreationCouldNotOrTheRestHasAReason() {
        var replica = CreateDbInstanceReadReplicaRequest.builder();
        settings(everything()).fillReplica(replica);
        var restore = RestoreDbInstanceFromDbSnapshotRequest.builder();
        settings(everything()).fillRestore(restore);
        var modify = ModifyDbInstanceRequest.builder();
        settings(everything()).fillModify(modify);
        settings(everything()).fillRecording(modify);
        Set<String> left = unset(modify.build());
        Set<String> reasons = new TreeSet<>(MODIFY.keySet());
        Set<String> carried = new TreeSet<>(left);
        carried.removeIf(name -> !isSet(replica.build(), name) && !isSet(restore.build(), name));
        reasons.addAll(carried);
        assertThat(carried).doesNotContainAnyElementsOf(MODIFY.keySet());
        assertThat(left).containsExactlyInAnyOrderElementsOf(reasons);
    }

    @Test
    void whatADescriptionShowsIsTakenOverOrBelongsToTheDataOrIsVolatileOrHasAReason() {
        List<Value.Fields> all = requests(everything());
        Set<String> taken = new TreeSet<>();
        Set<String> known = new TreeSet<>();
        for (SdkField<?> field : DBInstance.builder().sdkFields()) {
            known.add(field.locationName());
            DBInstance.Builder without = everything().toBuilder();
            field.set(without, null);
            if (!requests(without.build()).equals(all)) {
                taken.add(field.locationName());
            }
        }
        Set<String> facts = new TreeSet<>();
        SettingTable.ROWS.stream().filter(row -> !row.isCompared()).forEach(row -> facts.add(row.member()));
        Set<String> decided = new TreeSet<>(DESCRIBED.keySet());
        decided.addAll(taken);
        decided.addAll(facts);
        assertThat(known).containsExactlyInAnyOrderElementsOf(decided);
        assertThat(DESCRIBED.keySet()).doesNotContainAnyElementsOf(facts);
    }

    @Test
    void everyRowOfTheTableNamesAMemberOfARequestAndOfTheDescription() {
        Set<String> requested = new TreeSet<>();
        Stream.<SdkPojo>of(
                        CreateDbInstanceReadReplicaRequest.builder(),
                        RestoreDbInstanceFromDbSnapshotRequest.builder(),
                        ModifyDbInstanceRequest.builder())
                .forEach(request -> requested.addAll(RdsSetting.fields(request).keySet()));
        Set<String> described = RdsSetting.fields(DBInstance.builder()).keySet();
        for (RdsSetting row : SettingTable.ROWS) {
            assertThat(row.requests().isEmpty() || requested.contains(row.name()))
                    .as(row.name())
                    .isTrue();
            assertThat(row.member().isEmpty() || described.contains(row.member()))
                    .as(row.member())
                    .isTrue();
        }
    }

    /** Every field is either set or in one of the tables. */
    private static void decided(SdkPojo request, Map<String, String> own) {
        Set<String> reasons = new TreeSet<>(BOTH.keySet());
        reasons.addAll(own.keySet());
        assertThat(unset(request)).containsExactlyInAnyOrderElementsOf(reasons);
    }

    private static boolean isSet(SdkPojo request, String name) {
        return RdsSetting.fields(request).containsKey(name) && !unset(request).contains(name);
    }

    private static Set<String> unset(SdkPojo request) {
        Set<String> unset = new TreeSet<>();
        request.sdkFields().stream()
                .filter(field -> SdkValues.member(request, field).isEmpty())
                .forEach(field -> unset.add(field.locationName()));
        return unset;
    }

    private static List<Value.Fields> requests(DBInstance model) {
        var replica = CreateDbInstanceReadReplicaRequest.builder();
        settings(model).fillReplica(replica);
        var restore = RestoreDbInstanceFromDbSnapshotRequest.builder();
        settings(model).fillRestore(restore);
        var modify = ModifyDbInstanceRequest.builder();
        settings(model).fillModify(modify);
        return List.of(
                SdkValues.parameters(replica.build()),
                SdkValues.parameters(restore.build()),
                SdkValues.parameters(modify.build()));
    }

    private static RdsSettings settings(DBInstance model) {
        return new RdsSettings(model, everything(), true);
    }

    /** An instance with a value in every field; fields on which others depend have values with which all of them count. */
    private static DBInstance everything() {
        DBInstance.Builder filled = DBInstance.builder();
        fill(filled);
        return filled.engine("sqlserver-se")
                .engineVersion("16.00")
                .storageType("gp3")
                .allocatedStorage(500)
                .iops(13_000)
                .maxAllocatedStorage(1_000)
                .dbInstancePort(0)
                .vpcSecurityGroups(TestInstances.group("sg-1"))
                .optionGroupMemberships(OptionGroupMembership.builder()
                        .optionGroupName("og")
                        .status("in-sync")
                        .build())
                .build();
    }

    private static void fill(SdkPojo builder) {
        builder.sdkFields().forEach(field -> field.set(builder, value(field)));
    }

    private static Object value(SdkField<?> field) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.LIST) {
            return new ArrayList<>(List.of(value(field.getTrait(ListTrait.class).memberFieldInfo())));
        }
        if (type == MarshallingType.SDK_POJO) {
            SdkPojo inner = field.constructor().get();
            fill(inner);
            return ((Buildable) inner).build();
        }
        if (type == MarshallingType.INTEGER) {
            return 1_000;
        }
        if (type == MarshallingType.LONG) {
            return 1_000L;
        }
        if (type == MarshallingType.DOUBLE) {
            return 1.0;
        }
        if (type == MarshallingType.BOOLEAN) {
            return true;
        }
        return type == MarshallingType.INSTANT ? Instant.EPOCH : field.locationName();
    }
}
