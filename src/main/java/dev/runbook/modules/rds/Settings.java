package dev.runbook.modules.rds;

import dev.runbook.modules.Refresh;
import dev.runbook.world.Instance;
import dev.runbook.world.Marks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * The settings that a new instance takes over from the instance it replaces, and with which call.
 *
 * @param model the instance of the target's tree
 * @param feeder the instance whose data it gets; its storage comes along
 * @param recorded whether what it does may be recorded outside of it from the start: its data needs no masking, or is masked
 */
record Settings(DBInstance model, DBInstance feeder, boolean recorded) {

    private static final List<String> REPLICA = List.of(
            "DBInstanceClass",
            "Port",
            "MultiAZ",
            "AutoMinorVersionUpgrade",
            "Iops",
            "StorageThroughput",
            "StorageType",
            "OptionGroupName",
            "PubliclyAccessible",
            "VpcSecurityGroupIds",
            "CopyTagsToSnapshot",
            "MonitoringInterval",
            "MonitoringRoleArn",
            "EnableIAMDatabaseAuthentication",
            "DatabaseInsightsMode",
            "EnablePerformanceInsights",
            "PerformanceInsightsKMSKeyId",
            "PerformanceInsightsRetentionPeriod",
            "EnableCloudwatchLogsExports",
            "ProcessorFeatures",
            "NetworkType",
            "MaxAllocatedStorage",
            "DedicatedLogVolume",
            "CACertificateIdentifier");

    private static final List<String> RESTORE = List.of(
            "DBInstanceClass",
            "Port",
            "DBSubnetGroupName",
            "MultiAZ",
            "PubliclyAccessible",
            "AutoMinorVersionUpgrade",
            "LicenseModel",
            "Iops",
            "StorageThroughput",
            "StorageType",
            "OptionGroupName",
            "VpcSecurityGroupIds",
            "CopyTagsToSnapshot",
            "EnableIAMDatabaseAuthentication",
            "EnableCloudwatchLogsExports",
            "ProcessorFeatures",
            "DBParameterGroupName",
            "NetworkType",
            "DedicatedLogVolume",
            "CACertificateIdentifier",
            // Where it is not said, RDS enrols the instance in Extended Support, which costs.
            "EngineLifecycleSupport");

    /** A restore takes no monitoring, a replica no windows and no parameter group: they follow for both. */
    private static final List<String> MODIFY = List.of(
            "DBParameterGroupName",
            "PreferredBackupWindow",
            "PreferredMaintenanceWindow",
            "MonitoringInterval",
            "MonitoringRoleArn",
            "DatabaseInsightsMode",
            "EnablePerformanceInsights",
            "PerformanceInsightsKMSKeyId",
            "PerformanceInsightsRetentionPeriod",
            "MaxAllocatedStorage");

    /** What keeps data, statements or messages of an instance outside of it, for whoever may read them there. */
    private static final List<String> RECORDS = List.of(
            "CloudwatchLogsExportConfiguration",
            "EnableCloudwatchLogsExports",
            "MonitoringInterval",
            "MonitoringRoleArn",
            "DatabaseInsightsMode",
            "EnablePerformanceInsights",
            "PerformanceInsightsKMSKeyId",
            "PerformanceInsightsRetentionPeriod");

    void forReplica(SdkPojo request) {
        fill(request, REPLICA);
    }

    void forRestore(SdkPojo request) {
        fill(request, RESTORE);
    }

    void forModify(SdkPojo request) {
        fill(request, MODIFY);
    }

    /** What was held back as long as nothing might be recorded, but for how long backups are kept. */
    void forRecords(SdkPojo request) {
        for (String name : RECORDS) {
            if (Setting.fields(request).containsKey(name)) {
                value(name).ifPresent(value -> Setting.put(request, name, value));
            }
        }
    }

    private void fill(SdkPojo request, List<String> names) {
        for (String name : names) {
            if (recorded || !RECORDS.contains(name)) {
                value(name).ifPresent(value -> Setting.put(request, name, value));
            }
        }
    }

    /** Tells RDS to record nothing of an instance that is being made: where it is told nothing, it decides. */
    static void unrecorded(SdkPojo request) {
        turnOff(request, "BackupRetentionPeriod", 0);
        turnOff(request, "MonitoringInterval", 0);
        turnOff(request, "EnablePerformanceInsights", false);
    }

    private static void turnOff(SdkPojo request, String name, Object off) {
        if (Setting.fields(request).containsKey(name)) {
            Setting.put(request, name, off);
        }
    }

    /** The value to carry over; empty when the target has none or RDS would refuse it. */
    private Optional<Object> value(String name) {
        return isCarried(name) ? Setting.named(name).shown().apply(model) : Optional.empty();
    }

    private boolean isCarried(String name) {
        return switch (name) {
            case "MonitoringInterval", "MonitoringRoleArn" -> isMonitored();
            case "PerformanceInsightsKMSKeyId", "PerformanceInsightsRetentionPeriod", "DatabaseInsightsMode" ->
                Boolean.TRUE.equals(model.performanceInsightsEnabled());
            case "Iops" -> StorageRules.hasChosenIops(model, storage());
            case "StorageThroughput" -> StorageRules.hasChosenThroughput(model, storage());
            case "MaxAllocatedStorage" -> hasRoomToGrow();
            case "DBParameterGroupName", "OptionGroupName" -> isSameVersion();
            case "LicenseModel" -> isLicensed();
            case "DedicatedLogVolume" -> Boolean.TRUE.equals(model.dedicatedLogVolume());
            default -> true;
        };
    }

    private boolean isMonitored() {
        return Optional.ofNullable(model.monitoringInterval()).orElse(0) > 0;
    }

    private int storage() {
        return Optional.ofNullable(feeder.allocatedStorage()).orElse(0);
    }

    /** RDS wants a limit that is at least a tenth above the storage there is, and the storage is the source's. */
    private boolean hasRoomToGrow() {
        long limit = Optional.ofNullable(model.maxAllocatedStorage()).orElse(0);
        return limit * 10 >= storage() * 11L;
    }

    /** Parameter and option groups belong to a major version, and the version is the source's. */
    boolean isSameVersion() {
        return EngineVersion.of(model).major().equals(EngineVersion.of(feeder).major());
    }

    private boolean isLicensed() {
        String engine = Optional.ofNullable(model.engine()).orElse("");
        return engine.startsWith("oracle") || engine.startsWith("sqlserver") || engine.startsWith("db2");
    }

    /** What is not carried over because RDS would refuse it, in words; for warnings. */
    List<String> dropped() {
        List<String> dropped = new ArrayList<>();
        if (!isSameVersion()) {
            dropped.add("the parameter and option groups of " + model.dbInstanceIdentifier() + " ("
                    + EngineVersion.of(model) + ") do not fit the data's version (" + EngineVersion.of(feeder)
                    + "): the clone keeps what RDS gives it");
        }
        if (model.maxAllocatedStorage() != null && !hasRoomToGrow()) {
            dropped.add("the storage limit of " + model.dbInstanceIdentifier() + " (" + model.maxAllocatedStorage()
                    + " GiB) is too small for the data's volume (" + feeder.allocatedStorage()
                    + " GiB): the clone gets none");
        }
        return dropped;
    }

    /** The tags of the model without those of AWS and of earlier refreshes, then the marks. */
    static List<Tag> tags(Instance model, Marks marks) {
        Map<String, String> tags = new LinkedHashMap<>();
        model.description().tagList().stream()
                .filter(tag -> !isReserved(tag.key()))
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        tags.putAll(marks.tags());
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** Whether only AWS writes such a tag; it does not count for how many there may be. */
    static boolean isOfAws(String tagKey) {
        return tagKey.regionMatches(true, 0, "aws:", 0, 4);
    }

    static boolean isReserved(String tagKey) {
        return isOfAws(tagKey) || tagKey.startsWith(Marks.PREFIX);
    }

    /** Shuts an instance that is being made off from everything but the quarantine's own groups. */
    static void quarantine(SdkPojo request, Refresh refresh) {
        Setting.put(request, "VpcSecurityGroupIds", refresh.quarantine());
        Setting.put(request, "PubliclyAccessible", false);
    }
}
