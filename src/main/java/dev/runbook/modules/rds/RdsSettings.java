package dev.runbook.modules.rds;

import dev.runbook.modules.Refresh;
import dev.runbook.world.Instance;
import dev.runbook.world.RefreshTags;
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
 * @param dataSource the instance whose data it gets; its storage comes along
 * @param allowsRecording whether what it does may be recorded outside of it from the start: its data needs no masking, or is masked
 */
record RdsSettings(DBInstance model, DBInstance dataSource, boolean allowsRecording) {

    void fillReplica(SdkPojo request) {
        fill(request, RdsSetting.SetupRequest.REPLICA);
    }

    void fillRestore(SdkPojo request) {
        fill(request, RdsSetting.SetupRequest.RESTORE);
    }

    void fillModify(SdkPojo request) {
        fill(request, RdsSetting.SetupRequest.MODIFY);
    }

    /** Sets what was held back until masking was verified, except how long backups are kept. */
    void fillRecording(SdkPojo request) {
        for (RdsSetting setting : SettingTable.ROWS) {
            if (setting.isRecording() && RdsSetting.fields(request).containsKey(setting.name())) {
                put(request, setting);
            }
        }
    }

    private void fill(SdkPojo request, RdsSetting.SetupRequest kind) {
        for (RdsSetting setting : SettingTable.ROWS) {
            if (setting.requests().contains(kind) && (allowsRecording || !setting.isRecording())) {
                put(request, setting);
            }
        }
    }

    /** Puts the value to carry over; none when the target has none or RDS would refuse it. */
    private void put(SdkPojo request, RdsSetting setting) {
        if (setting.condition().test(this)) {
            setting.read(model).ifPresent(value -> RdsSetting.put(request, setting.name(), value));
        }
    }

    /** Tells RDS to record nothing of an instance that is being made: where it is told nothing, it decides. */
    static void turnOffRecording(SdkPojo request) {
        turnOff(request, "BackupRetentionPeriod", 0);
        turnOff(request, "MonitoringInterval", 0);
        turnOff(request, "EnablePerformanceInsights", false);
    }

    private static void turnOff(SdkPojo request, String name, Object off) {
        if (RdsSetting.fields(request).containsKey(name)) {
            RdsSetting.put(request, name, off);
        }
    }

    boolean isMonitored() {
        return Optional.ofNullable(model.monitoringInterval()).orElse(0) > 0;
    }

    boolean hasInsights() {
        return Boolean.TRUE.equals(model.performanceInsightsEnabled());
    }

    boolean hasChosenIops() {
        return StorageRules.hasChosenIops(model, storage());
    }

    boolean hasChosenThroughput() {
        return StorageRules.hasChosenThroughput(model, storage());
    }

    boolean hasLogVolume() {
        return Boolean.TRUE.equals(model.dedicatedLogVolume());
    }

    private int storage() {
        return Optional.ofNullable(dataSource.allocatedStorage()).orElse(0);
    }

    /** RDS wants a limit that is at least a tenth above the storage there is, and the storage is the source's. */
    boolean hasRoomToGrow() {
        long limit = Optional.ofNullable(model.maxAllocatedStorage()).orElse(0);
        return limit * 10 >= storage() * 11L;
    }

    /** Parameter and option groups belong to a major version, and the version is the source's. */
    boolean isSameVersion() {
        return EngineVersion.of(model)
                .majorVersion()
                .equals(EngineVersion.of(dataSource).majorVersion());
    }

    boolean isLicensed() {
        String engine = Optional.ofNullable(model.engine()).orElse("");
        return engine.startsWith("oracle") || engine.startsWith("sqlserver") || engine.startsWith("db2");
    }

    /** What is not carried over because RDS would refuse it, in words; for warnings. */
    List<String> unsupportedSettings() {
        List<String> dropped = new ArrayList<>();
        if (!isSameVersion()) {
            dropped.add("the parameter and option groups of " + model.dbInstanceIdentifier() + " ("
                    + EngineVersion.of(model) + ") do not fit the data's version (" + EngineVersion.of(dataSource)
                    + "): the clone keeps what RDS gives it");
        }
        if (model.maxAllocatedStorage() != null && !hasRoomToGrow()) {
            dropped.add("the storage limit of " + model.dbInstanceIdentifier() + " (" + model.maxAllocatedStorage()
                    + " GiB) is too small for the data's volume (" + dataSource.allocatedStorage()
                    + " GiB): the clone gets none");
        }
        return dropped;
    }

    /** The tags of the model without those of AWS and of earlier refreshes, then the marks. */
    static List<Tag> tags(Instance model, RefreshTags refreshTags) {
        Map<String, String> tags = new LinkedHashMap<>();
        model.description().tagList().stream()
                .filter(tag -> !isReservedTag(tag.key()))
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        tags.putAll(refreshTags.tags());
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** Whether only AWS writes such a tag; it does not count for how many there may be. */
    static boolean isAwsTag(String tagKey) {
        return tagKey.regionMatches(true, 0, "aws:", 0, 4);
    }

    static boolean isReservedTag(String tagKey) {
        return isAwsTag(tagKey) || tagKey.startsWith(RefreshTags.PREFIX);
    }

    /** Shuts an instance that is being made off from everything but the quarantine's own groups. */
    static void setQuarantine(SdkPojo request, Refresh refresh) {
        RdsSetting.put(request, "VpcSecurityGroupIds", refresh.quarantine());
        RdsSetting.put(request, "PubliclyAccessible", false);
    }
}
