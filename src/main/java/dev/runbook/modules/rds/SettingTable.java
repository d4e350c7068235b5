package dev.runbook.modules.rds;

import static dev.runbook.modules.rds.RdsSetting.SetupRequest.MODIFY;
import static dev.runbook.modules.rds.RdsSetting.SetupRequest.REPLICA;
import static dev.runbook.modules.rds.RdsSetting.SetupRequest.RESTORE;
import static dev.runbook.modules.rds.RdsSetting.fact;
import static dev.runbook.modules.rds.RdsSetting.row;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * Every setting of a DB instance that a refresh carries over, starts afresh or compares: one row each. What stands in no row
 * and in no request is compared by its name in descriptions.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html">CreateDBInstanceReadReplica</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html">RestoreDBInstanceFromDBSnapshot</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html">ModifyDBInstance</a>
 */
final class SettingTable {

    private static final List<RdsSetting> CARRIED = List.of(
            row("DBInstanceClass").setBy(REPLICA, RESTORE),
            row("Port", "Endpoint", SettingShapes.PORT).setBy(REPLICA, RESTORE),
            row("DBSubnetGroupName", "DBSubnetGroup", SettingShapes.SUBNET_GROUP)
                    .setBy(RESTORE),
            row("VpcSecurityGroupIds", "VpcSecurityGroups", SettingShapes.SECURITY_GROUPS)
                    .setBy(REPLICA, RESTORE),
            row("PubliclyAccessible").setBy(REPLICA, RESTORE).startsAs(false),
            row("NetworkType").setBy(REPLICA, RESTORE),
            row("CACertificateIdentifier").setBy(REPLICA, RESTORE),
            row("MultiAZ").setBy(REPLICA, RESTORE).startsAs(false),
            row("StorageType").setBy(REPLICA, RESTORE),
            row("Iops").setBy(REPLICA, RESTORE).onlyIf(RdsSettings::hasChosenIops),
            row("StorageThroughput").setBy(REPLICA, RESTORE).onlyIf(RdsSettings::hasChosenThroughput),
            // A restore takes no storage limit, monitoring or insights; ModifyDBInstance sets them afterwards.
            row("MaxAllocatedStorage").setBy(REPLICA, MODIFY).startsAs(null).onlyIf(RdsSettings::hasRoomToGrow),
            row("DedicatedLogVolume").setBy(REPLICA, RESTORE).onlyIf(RdsSettings::hasLogVolume),
            row("ProcessorFeatures").setBy(REPLICA, RESTORE).startsAs(List.of()),
            // A replica takes no parameter group; ModifyDBInstance sets it afterwards.
            row("DBParameterGroupName", "DBParameterGroups", SettingShapes.PARAMETER_GROUP)
                    .setBy(RESTORE, MODIFY)
                    .onlyIf(RdsSettings::isSameVersion),
            row("OptionGroupName", "OptionGroupMemberships", SettingShapes.OPTION_GROUP)
                    .setBy(REPLICA, RESTORE)
                    .onlyIf(RdsSettings::isSameVersion),
            row("LicenseModel").setBy(RESTORE).onlyIf(RdsSettings::isLicensed),
            // Without it RDS enrols the instance in Extended Support, which costs.
            row("EngineLifecycleSupport").setBy(RESTORE),
            row("AutoMinorVersionUpgrade").setBy(REPLICA, RESTORE),
            row("EnableIAMDatabaseAuthentication", "IAMDatabaseAuthenticationEnabled")
                    .setBy(REPLICA, RESTORE)
                    .startsAs(false),
            row("CopyTagsToSnapshot").setBy(REPLICA, RESTORE).startsAs(false),
            row("PreferredBackupWindow").setBy(MODIFY).startsAs(null),
            row("PreferredMaintenanceWindow").setBy(MODIFY).startsAs(null));

    private static final List<RdsSetting> RECORDING = Stream.of(
                    row("EnableCloudwatchLogsExports", "EnabledCloudwatchLogsExports")
                            .setBy(REPLICA, RESTORE)
                            .startsAs(List.of()),
                    row("CloudwatchLogsExportConfiguration", "", SettingShapes.LOG_EXPORTS),
                    row("MonitoringInterval").setBy(REPLICA, MODIFY).startsAs(0).onlyIf(RdsSettings::isMonitored),
                    row("MonitoringRoleArn")
                            .setBy(REPLICA, MODIFY)
                            .startsAs(null)
                            .onlyIf(RdsSettings::isMonitored),
                    row("EnablePerformanceInsights", "PerformanceInsightsEnabled")
                            .setBy(REPLICA, MODIFY)
                            .startsAs(false),
                    row("DatabaseInsightsMode").setBy(REPLICA, MODIFY).onlyIf(RdsSettings::hasInsights),
                    row("PerformanceInsightsKMSKeyId")
                            .setBy(REPLICA, MODIFY)
                            .startsAs(null)
                            .onlyIf(RdsSettings::hasInsights),
                    row("PerformanceInsightsRetentionPeriod")
                            .setBy(REPLICA, MODIFY)
                            .startsAs(null)
                            .onlyIf(RdsSettings::hasInsights))
            .map(RdsSetting::asRecording)
            .toList();

    /** Set by changes of their own, or by a person: no request for a new instance carries them. */
    private static final List<RdsSetting> SEPARATE = List.of(
            row("DeletionProtection").startsAs(false),
            row("AssociatedRoles", "AssociatedRoles", SettingShapes.ROLES).startsAs(List.of()),
            row("DomainMemberships").startsAs(List.of()));

    private static final List<RdsSetting> FACTS = List.of(
            fact("DBInstanceIdentifier"),
            fact("DbiResourceId"),
            fact("DBInstanceArn"),
            fact("DBInstanceStatus").startsAs("available"),
            fact("InstanceCreateTime").startsAs(null),
            fact("LatestRestorableTime").startsAs(null),
            fact("AutomaticRestartTime"),
            fact("ResumeFullAutomationModeTime"),
            fact("AvailabilityZone").startsAs(null),
            fact("SecondaryAvailabilityZone").startsAs(null),
            fact("PendingModifiedValues"),
            fact("StatusInfos").startsAs(List.of()),
            fact("PercentProgress"),
            fact("StorageVolumeStatus"),
            fact("StorageOperationStatus"),
            fact("StorageOperationPercentProgress"),
            fact("EnhancedMonitoringResourceArn").startsAs(null),
            fact("AwsBackupRecoveryPointArn"),
            fact("ReadReplicaSourceDBInstanceIdentifier"),
            fact("ReadReplicaDBInstanceIdentifiers").startsAs(List.of()),
            // The port is compared as the setting Port.
            fact("DbInstancePort"),
            fact("CertificateDetails"),
            fact("ListenerEndpoint"),
            fact("IsStorageConfigUpgradeAvailable"),
            fact("UpgradeRolloutOrder"),
            fact("DBSystemId"),
            // Tags are compared one by one.
            fact("TagList"));

    static final List<RdsSetting> ROWS =
            Stream.of(CARRIED, RECORDING, SEPARATE, FACTS).flatMap(List::stream).toList();

    private static final Map<String, RdsSetting> BY_NAME =
            ROWS.stream().collect(Collectors.toUnmodifiableMap(RdsSetting::name, Function.identity()));

    private static final Map<String, RdsSetting> BY_MEMBER = ROWS.stream()
            .filter(setting -> !setting.member().isEmpty())
            .collect(Collectors.toUnmodifiableMap(RdsSetting::member, Function.identity()));

    private SettingTable() {}

    /** The setting with this name in requests. */
    static RdsSetting byName(String name) {
        return BY_NAME.getOrDefault(name, row(name));
    }

    /** The setting that this member of a description shows. */
    static RdsSetting byMember(String member) {
        return BY_MEMBER.getOrDefault(member, row(member));
    }

    /** Makes a description show what a new instance starts with where its request sets nothing. */
    static void writeStart(DBInstance.Builder edit) {
        ROWS.forEach(setting -> setting.writeStart(edit));
    }
}
