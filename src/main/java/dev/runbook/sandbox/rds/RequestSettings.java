package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.wire.AwsError;
import dev.runbook.sandbox.wire.JsonValue;
import dev.runbook.sandbox.wire.SdkShapes;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/** The settings in a request, in the words in which DescribeDBInstances shows them. */
final class RequestSettings {

    private static final Set<String> DESCRIBED_FIELDS =
            SdkShapes.fieldsByWireName(DBInstance.builder()).keySet();
    private static final Set<String> PENDING_FIELDS =
            SdkShapes.fieldsByWireName(PendingModifiedValues.builder()).keySet();
    private static final Set<String> NOT_SETTINGS =
            Set.of("DBInstanceIdentifier", "DbiResourceId", "PendingModifiedValues", "Endpoint");
    private static final Map<String, String> DESCRIBED_NAMES = Map.of(
            "EnablePerformanceInsights", "PerformanceInsightsEnabled",
            "EnableIAMDatabaseAuthentication", "IAMDatabaseAuthenticationEnabled",
            "EnableCloudwatchLogsExports", "EnabledCloudwatchLogsExports",
            "Port", "DbInstancePort",
            "DBPortNumber", "DbInstancePort",
            "Tags", "TagList");

    private final Fleet fleet;

    RequestSettings(Fleet fleet) {
        this.fleet = fleet;
    }

    /** What a request sets, as a part of the instance's shape. */
    JsonValue.JsonObject of(SdkPojo request, DBInstance current) {
        var settings = new LinkedHashMap<String, JsonValue>();
        SdkShapes.toJson(request).fields().forEach((name, value) -> add(name, value, current, settings));
        return new JsonValue.JsonObject(settings);
    }

    static DBInstance overlay(DBInstance shape, JsonValue.JsonObject overlay) {
        return SdkShapes.fromJson(DBInstance.builder(), SdkShapes.toJson(shape).with(overlay), DBInstance.class);
    }

    /** Whether AWS keeps a new value of this setting waiting for the maintenance window. */
    static boolean waitsForWindow(String setting) {
        return PENDING_FIELDS.contains(setting);
    }

    JsonValue.JsonObject subnetGroup(String name) {
        var vpc = fleet.subnetGroups().get(name);
        if (vpc == null) {
            throw new AwsError("DBSubnetGroupNotFoundFault", 404, "DB subnet group '" + name + "' does not exist.");
        }
        return JsonValue.JsonObject.empty()
                .with("DBSubnetGroupName", JsonValue.text(name))
                .with("VpcId", JsonValue.text(vpc))
                .with("SubnetGroupStatus", JsonValue.text("Complete"));
    }

    static JsonValue parameterGroup(String name, String status) {
        return singleton(JsonValue.JsonObject.empty()
                .with("DBParameterGroupName", JsonValue.text(name))
                .with("ParameterApplyStatus", JsonValue.text(status)));
    }

    static JsonValue optionGroup(String name) {
        return singleton(JsonValue.JsonObject.empty()
                .with("OptionGroupName", JsonValue.text(name))
                .with("Status", JsonValue.text("in-sync")));
    }

    static JsonValue securityGroups(List<JsonValue> ids) {
        return new JsonValue.JsonArray(ids.stream()
                .<JsonValue>map(id -> JsonValue.JsonObject.empty()
                        .with("VpcSecurityGroupId", id)
                        .with("Status", JsonValue.text("active")))
                .toList());
    }

    private void add(String name, JsonValue value, DBInstance current, Map<String, JsonValue> settings) {
        switch (name) {
            case "VpcSecurityGroupIds" ->
                settings.put("VpcSecurityGroups", securityGroups(((JsonValue.JsonArray) value).items()));
            case "DBParameterGroupName" -> {
                var group = ((JsonValue.JsonScalar) value).text();
                if (!group.startsWith("default.") && !fleet.parameterGroups().contains(group)) {
                    throw new AwsError("DBParameterGroupNotFound", 404, "DBParameterGroup not found: " + group);
                }
                settings.put("DBParameterGroups", parameterGroup(group, "in-sync"));
            }
            case "OptionGroupName" ->
                settings.put("OptionGroupMemberships", optionGroup(((JsonValue.JsonScalar) value).text()));
            case "DBSubnetGroupName" ->
                settings.put("DBSubnetGroup", subnetGroup(((JsonValue.JsonScalar) value).text()));
            case "CloudwatchLogsExportConfiguration" ->
                settings.put("EnabledCloudwatchLogsExports", logExports((JsonValue.JsonObject) value, current));
            default -> {
                var shown = DESCRIBED_NAMES.getOrDefault(name, name);
                if (DESCRIBED_FIELDS.contains(shown) && !NOT_SETTINGS.contains(shown)) {
                    settings.put(shown, value);
                }
            }
        }
    }

    private static JsonValue logExports(JsonValue.JsonObject change, DBInstance current) {
        var exports = new LinkedHashSet<JsonValue>();
        current.enabledCloudwatchLogsExports().forEach(type -> exports.add(JsonValue.text(type)));
        exports.addAll(change.items("EnableLogTypes"));
        exports.removeAll(Set.copyOf(change.items("DisableLogTypes")));
        return new JsonValue.JsonArray(List.copyOf(exports));
    }

    private static JsonValue singleton(JsonValue item) {
        return new JsonValue.JsonArray(List.of(item));
    }
}
