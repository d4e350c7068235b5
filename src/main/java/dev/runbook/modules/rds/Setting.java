package dev.runbook.modules.rds;

import dev.runbook.modules.Requests;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.CloudwatchLogsExportConfiguration;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.OptionGroupMembership;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/**
 * One setting of a DB instance: a request has it under one name, and an instance's description often under another, or in
 * another shape.
 *
 * @param name its name in requests
 * @param shown how a description shows it; empty when it is not set
 * @param written how a description comes to show it
 */
record Setting(
        String name, Function<DBInstance, Optional<Object>> shown, BiConsumer<DBInstance.Builder, Object> written) {

    private static final Map<String, SdkField<?>> DESCRIBED = fields(DBInstance.builder());

    /** A request to change log exports names what to begin and what to end, and not what there is to be. */
    private static final String LOG_EXPORTS = "CloudwatchLogsExportConfiguration";

    /** No request sets them all at once; their state is not a part of the setting. */
    private static final String ROLES = "AssociatedRoles";

    /** What RDS says about a parameter group that takes effect with the next restart. */
    static final String PENDING_REBOOT = "pending-reboot";

    /** Every setting whose name or shape in requests differs from the description's. */
    private static final Map<String, Setting> TRANSLATED = translated(List.of(
            renamed("EnableIAMDatabaseAuthentication", "IAMDatabaseAuthenticationEnabled"),
            renamed("EnablePerformanceInsights", "PerformanceInsightsEnabled"),
            renamed("EnableCloudwatchLogsExports", "EnabledCloudwatchLogsExports"),
            new Setting(LOG_EXPORTS, Setting::logExports, Setting::exportLogs),
            new Setting("Port", Setting::port, Setting::listen),
            new Setting("DBSubnetGroupName", Setting::subnetGroup, (edit, value) -> {}),
            new Setting("VpcSecurityGroupIds", Setting::activeGroups, Setting::shieldWith),
            new Setting("DBParameterGroupName", Setting::parameterGroup, Setting::parametrise),
            new Setting(ROLES, Setting::roles, (edit, value) -> {}),
            new Setting("OptionGroupName", Setting::optionGroup, Setting::optionsOf)));

    /** The setting with this name in requests. */
    static Setting named(String name) {
        return TRANSLATED.getOrDefault(name, renamed(name, name));
    }

    /** Puts a value into a request that is being built. */
    static void put(SdkPojo requestBuilder, String name, Object value) {
        SdkField<?> field = fields(requestBuilder).get(name);
        if (field == null) {
            throw new IllegalStateException(requestBuilder.getClass() + " has no " + name);
        }
        field.set(requestBuilder, value);
    }

    static Map<String, SdkField<?>> fields(SdkPojo holder) {
        Map<String, SdkField<?>> fields = new TreeMap<>();
        holder.sdkFields().forEach(field -> fields.put(field.locationName(), field));
        return fields;
    }

    /** Whether a description shows this value. */
    boolean isShown(DBInstance description, Object value) {
        if (value instanceof CloudwatchLogsExportConfiguration logs) {
            return description.enabledCloudwatchLogsExports().containsAll(logs.enableLogTypes())
                    && logs.disableLogTypes().stream().noneMatch(description.enabledCloudwatchLogsExports()::contains);
        }
        return shown.apply(description).map(Requests::value).equals(Optional.of(Requests.value(value)));
    }

    private static Map<String, Setting> translated(List<Setting> settings) {
        Map<String, Setting> byName = new TreeMap<>();
        settings.forEach(setting -> byName.put(setting.name, setting));
        return byName;
    }

    private static Setting renamed(String name, String described) {
        Optional<SdkField<?>> field = Optional.ofNullable(DESCRIBED.get(described));
        return new Setting(
                name,
                description -> field.flatMap(found -> Requests.member(description, found)),
                (edit, value) -> field.ifPresent(found -> found.set(edit, value)));
    }

    /** RDS shows the port at the endpoint; where connections are forwarded, the instance's own port stands apart. */
    private static Optional<Object> port(DBInstance description) {
        return hasOwnPort(description)
                ? Optional.of(description.dbInstancePort())
                : Optional.ofNullable(description.endpoint()).map(Endpoint::port);
    }

    private static boolean hasOwnPort(DBInstance description) {
        return description.dbInstancePort() != null && description.dbInstancePort() > 0;
    }

    private static void listen(DBInstance.Builder edit, Object port) {
        DBInstance present = edit.build();
        if (hasOwnPort(present)) {
            edit.dbInstancePort((Integer) port);
        } else {
            Endpoint endpoint = Optional.ofNullable(present.endpoint())
                    .orElse(Endpoint.builder().build());
            edit.endpoint(endpoint.toBuilder().port((Integer) port).build());
        }
    }

    private static Optional<Object> subnetGroup(DBInstance description) {
        return Optional.ofNullable(description.dbSubnetGroup()).map(group -> group.dbSubnetGroupName());
    }

    private static Optional<Object> activeGroups(DBInstance description) {
        List<String> ids = description.vpcSecurityGroups().stream()
                .filter(group -> "active".equals(group.status()))
                .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
                .sorted()
                .toList();
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids);
    }

    private static void shieldWith(DBInstance.Builder edit, Object ids) {
        edit.vpcSecurityGroups(((List<?>) ids)
                .stream()
                        .map(id -> VpcSecurityGroupMembership.builder()
                                .vpcSecurityGroupId(String.valueOf(id))
                                .status("active")
                                .build())
                        .toList());
    }

    /** Empty when no log is exported. */
    private static Optional<Object> logExports(DBInstance description) {
        return description.enabledCloudwatchLogsExports().isEmpty()
                ? Optional.empty()
                : Optional.of(CloudwatchLogsExportConfiguration.builder()
                        .enableLogTypes(description.enabledCloudwatchLogsExports())
                        .build());
    }

    private static void exportLogs(DBInstance.Builder edit, Object configuration) {
        CloudwatchLogsExportConfiguration logs = (CloudwatchLogsExportConfiguration) configuration;
        Set<String> types = new LinkedHashSet<>(edit.build().enabledCloudwatchLogsExports());
        types.addAll(logs.enableLogTypes());
        logs.disableLogTypes().forEach(types::remove);
        edit.enabledCloudwatchLogsExports(types);
    }

    private static Optional<Object> parameterGroup(DBInstance description) {
        return description.dbParameterGroups().stream().findFirst().map(DBParameterGroupStatus::dbParameterGroupName);
    }

    private static void parametrise(DBInstance.Builder edit, Object name) {
        if (!parameterGroup(edit.build()).equals(Optional.of(name))) {
            edit.dbParameterGroups(DBParameterGroupStatus.builder()
                    .dbParameterGroupName(String.valueOf(name))
                    .parameterApplyStatus(PENDING_REBOOT)
                    .build());
        }
    }

    private static Optional<Object> roles(DBInstance description) {
        List<String> roles = description.associatedRoles().stream()
                .map(role -> role.featureName() + " " + role.roleArn())
                .sorted()
                .toList();
        return roles.isEmpty() ? Optional.empty() : Optional.of(roles);
    }

    private static Optional<Object> optionGroup(DBInstance description) {
        return description.optionGroupMemberships().stream()
                .filter(group -> "in-sync".equals(group.status()))
                .findFirst()
                .map(OptionGroupMembership::optionGroupName);
    }

    private static void optionsOf(DBInstance.Builder edit, Object name) {
        edit.optionGroupMemberships(OptionGroupMembership.builder()
                .optionGroupName(String.valueOf(name))
                .status("in-sync")
                .build());
    }
}
