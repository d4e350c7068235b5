package dev.runbook.sandbox;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/** The settings in a request, in the words in which DescribeDBInstances shows them. */
final class Settings {

    private static final Set<String> SHOWN =
            Shapes.fieldsByName(DBInstance.builder()).keySet();
    private static final Set<String> PENDING =
            Shapes.fieldsByName(PendingModifiedValues.builder()).keySet();
    private static final Set<String> NOT_SETTINGS =
            Set.of("DBInstanceIdentifier", "DbiResourceId", "PendingModifiedValues", "Endpoint");
    private static final Map<String, String> RENAMED = Map.of(
            "EnablePerformanceInsights", "PerformanceInsightsEnabled",
            "EnableIAMDatabaseAuthentication", "IAMDatabaseAuthenticationEnabled",
            "EnableCloudwatchLogsExports", "EnabledCloudwatchLogsExports",
            "Port", "DbInstancePort",
            "DBPortNumber", "DbInstancePort",
            "Tags", "TagList");

    private final Fleet fleet;

    Settings(Fleet fleet) {
        this.fleet = fleet;
    }

    /** What a request sets, as a part of the instance's shape. */
    Tree.Fields of(SdkPojo request, DBInstance current) {
        var settings = new LinkedHashMap<String, Tree>();
        Shapes.tree(request).fields().forEach((name, value) -> add(name, value, current, settings));
        return new Tree.Fields(settings);
    }

    static DBInstance overlay(DBInstance shape, Tree.Fields overlay) {
        return Shapes.fill(DBInstance.builder(), Shapes.tree(shape).with(overlay), DBInstance.class);
    }

    /** Whether AWS keeps a new value of this setting waiting for the maintenance window. */
    static boolean waitsForWindow(String setting) {
        return PENDING.contains(setting);
    }

    Tree.Fields subnetGroup(String name) {
        var vpc = fleet.subnetGroups().get(name);
        if (vpc == null) {
            throw new AwsError("DBSubnetGroupNotFoundFault", 404, "DB subnet group '" + name + "' does not exist.");
        }
        return Tree.Fields.none()
                .with("DBSubnetGroupName", Tree.text(name))
                .with("VpcId", Tree.text(vpc))
                .with("SubnetGroupStatus", Tree.text("Complete"));
    }

    static Tree parameterGroup(String name, String status) {
        return one(Tree.Fields.none()
                .with("DBParameterGroupName", Tree.text(name))
                .with("ParameterApplyStatus", Tree.text(status)));
    }

    static Tree optionGroup(String name) {
        return one(Tree.Fields.none().with("OptionGroupName", Tree.text(name)).with("Status", Tree.text("in-sync")));
    }

    static Tree securityGroups(List<Tree> ids) {
        return new Tree.Items(ids.stream()
                .<Tree>map(
                        id -> Tree.Fields.none().with("VpcSecurityGroupId", id).with("Status", Tree.text("active")))
                .toList());
    }

    private void add(String name, Tree value, DBInstance current, Map<String, Tree> settings) {
        switch (name) {
            case "VpcSecurityGroupIds" ->
                settings.put("VpcSecurityGroups", securityGroups(((Tree.Items) value).items()));
            case "DBParameterGroupName" -> {
                var group = ((Tree.Leaf) value).text();
                if (!group.startsWith("default.") && !fleet.parameterGroups().contains(group)) {
                    throw new AwsError("DBParameterGroupNotFound", 404, "DBParameterGroup not found: " + group);
                }
                settings.put("DBParameterGroups", parameterGroup(group, "in-sync"));
            }
            case "OptionGroupName" -> settings.put("OptionGroupMemberships", optionGroup(((Tree.Leaf) value).text()));
            case "DBSubnetGroupName" -> settings.put("DBSubnetGroup", subnetGroup(((Tree.Leaf) value).text()));
            case "CloudwatchLogsExportConfiguration" ->
                settings.put("EnabledCloudwatchLogsExports", logExports((Tree.Fields) value, current));
            default -> {
                var shown = RENAMED.getOrDefault(name, name);
                if (SHOWN.contains(shown) && !NOT_SETTINGS.contains(shown)) {
                    settings.put(shown, value);
                }
            }
        }
    }

    private static Tree logExports(Tree.Fields change, DBInstance current) {
        var exports = new LinkedHashSet<Tree>();
        current.enabledCloudwatchLogsExports().forEach(type -> exports.add(Tree.text(type)));
        exports.addAll(change.items("EnableLogTypes"));
        exports.removeAll(Set.copyOf(change.items("DisableLogTypes")));
        return new Tree.Items(List.copyOf(exports));
    }

    private static Tree one(Tree item) {
        return new Tree.Items(List.of(item));
    }
}
