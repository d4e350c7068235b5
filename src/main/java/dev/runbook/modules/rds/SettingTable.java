package dev.runbook.modules.rds;

import static dev.runbook.modules.rds.Setting.Request.MODIFY;
import static dev.runbook.modules.rds.Setting.Request.REPLICA;
import static dev.runbook.modules.rds.Setting.Request.RESTORE;
import static dev.runbook.modules.rds.Setting.fact;
import static dev.runbook.modules.rds.Setting.row;

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

    private static final List<Setting> CARRIED = List.of(
            row("DBInstanceClass").in(REPLICA, RESTORE),
            row("Port", "Endpoint", SettingShapes.PORT).in(REPLICA, RESTORE),
            row("DBSubnetGroupName", "DBSubnetGroup", SettingShapes.SUBNET_GROUP)
                    .in(RESTORE),
            row("VpcSecurityGroupIds", "VpcSecurityGroups", SettingShapes.SECURITY_GROUPS)
                    .in(REPLICA, RESTORE),
            row("PubliclyAccessible").in(REPLICA, RESTORE).startsAs(false),
            row("NetworkType").in(REPLICA, RESTORE),
            row("CACertificateIdentifier").in(REPLICA, RESTORE),
            row("MultiAZ").in(REPLICA, RESTORE).startsAs(false),
            row("StorageType").in(REPLICA, RESTORE),
            row("Iops").in(REPLICA, RESTORE).when(Settings::hasChosenIops),
            row("StorageThroughput").in(REPLICA, RESTORE).when(Settings::hasChosenThroughput),
            // A restore takes no storage limit, monitoring or insights; ModifyDBInstance sets them afterwards.
            row("MaxAllocatedStorage").in(REPLICA, MODIFY).startsAs(null).when(Settings::hasRoomToGrow),
            row("DedicatedLogVolume").in(REPLICA, RESTORE).when(Settings::hasLogVolume),
            row("ProcessorFeatures").in(REPLICA, RESTORE).startsAs(List.of()),
            // A replica takes no parameter group; ModifyDBInstance sets it afterwards.
            row("DBParameterGroupName", "DBParameterGroups", SettingShapes.PARAMETER_GROUP)
                    .in(RESTORE, MODIFY)
                    .when(Settings::isSameVersion),
            row("OptionGroupName", "OptionGroupMemberships", SettingShapes.OPTION_GROUP)
                    .in(REPLICA, RESTORE)
                    .when(Settings::isSameVersion),
            row("LicenseModel").in(RESTORE).when(Settings::isLicensed),
            // Without it RDS enrols the instance in Extended Support, which costs.
            row("EngineLifecycleSupport").in(RESTORE),
            row("AutoMinorVersionUpgrade").in(REPLICA, RESTORE),
            row("EnableIAMDatabaseAuthentication", "IAMDatabaseAuthenticationEnabled")
                    .in(REPLICA, RESTORE)
                    .startsAs(false),
            row("CopyTagsToSnapshot").in(REPLICA, RESTORE).startsAs(false),
            row("PreferredBackupWindow").in(MODIFY).startsAs(null),
            row("PreferredMaintenanceWindow").in(MODIFY).startsAs(null));

    private static final List<Setting> RECORDING = Stream.of(
                    row("EnableCloudwatchLogsExports", "EnabledCloudwatchLogsExports")
                            .in(REPLICA, RESTORE)
                            .startsAs(List.of()),
                    row("CloudwatchLogsExportConfiguration", "", SettingShapes.LOG_EXPORTS),
                    row("MonitoringInterval").in(REPLICA, MODIFY).startsAs(0).when(Settings::isMonitored),
                    row("MonitoringRoleArn").in(REPLICA, MODIFY).startsAs(null).when(Settings::isMonitored),
                    row("EnablePerformanceInsights", "PerformanceInsightsEnabled")
                            .in(REPLICA, MODIFY)
                            .startsAs(false),
                    row("DatabaseInsightsMode").in(REPLICA, MODIFY).when(Settings::hasInsights),
                    row("PerformanceInsightsKMSKeyId")
                            .in(REPLICA, MODIFY)
                            .startsAs(null)
                            .when(Settings::hasInsights),
                    row("PerformanceInsightsRetentionPeriod")
                            .in(REPLICA, MODIFY)
                            .startsAs(null)
                            .when(Settings::hasInsights))
            .map(Setting::recording)
            .toList();

    /** Set by changes of their own, or by a person: no request for a new instance carries them. */
    private static final List<Setting> SEPARATE = List.of(
            row("DeletionProtection").startsAs(false),
            row("AssociatedRoles", "AssociatedRoles", SettingShapes.ROLES).startsAs(List.of()),
            row("DomainMemberships").startsAs(List.of()));

    private static final List<Setting> FACTS = List.of(
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

    static final List<Setting> ROWS =
            Stream.of(CARRIED, RECORDING, SEPARATE, FACTS).flatMap(List::stream).toList();

    private static final Map<String, Setting> BY_NAME =
            ROWS.stream().collect(Collectors.toUnmodifiableMap(Setting::name, Function.identity()));

    private static final Map<String, Setting> BY_MEMBER = ROWS.stream()
            .filter(setting -> !setting.member().isEmpty())
            .collect(Collectors.toUnmodifiableMap(Setting::member, Function.identity()));

    private SettingTable() {}

    /** The setting with this name in requests. */
    static Setting named(String name) {
        return BY_NAME.getOrDefault(name, row(name));
    }

    /** The setting that this member of a description shows. */
    static Setting shownAs(String member) {
        return BY_MEMBER.getOrDefault(member, row(member));
    }

    /** Makes a description show what a new instance starts with where its request sets nothing. */
    static void writeStart(DBInstance.Builder edit) {
        ROWS.forEach(setting -> setting.writeStart(edit));
    }
}
