package dev.runbook.modules.rds;

import dev.runbook.modules.rds.RdsSetting.SettingShape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.CloudwatchLogsExportConfiguration;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.OptionGroupMembership;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** Translates the settings that a description shows in another shape than requests set them. */
final class SettingShapes {

    static final SettingShape PORT = SettingShape.ofConversion(SettingShapes::port, SettingShapes::setPort);
    static final SettingShape SUBNET_GROUP = SettingShape.ofConversion(SettingShapes::subnetGroup, (edit, value) -> {});
    static final SettingShape SECURITY_GROUPS =
            SettingShape.ofConversion(SettingShapes::activeSecurityGroups, SettingShapes::setSecurityGroups);
    static final SettingShape PARAMETER_GROUP =
            SettingShape.ofConversion(SettingShapes::parameterGroup, SettingShapes::setParameterGroup);
    static final SettingShape OPTION_GROUP =
            SettingShape.ofConversion(SettingShapes::optionGroup, SettingShapes::setOptionGroup);

    /** A request to change log exports names the types to start and to stop, not the types to have. */
    static final SettingShape LOG_EXPORTS =
            SettingShape.ofConversion(SettingShapes::logExports, SettingShapes::setLogExports);

    /** Roles are added one request at a time; their state is not part of the setting. */
    static final SettingShape ROLES = SettingShape.ofConversion(SettingShapes::roles, (edit, value) -> {});

    /** Status of a parameter group that takes effect at the next reboot. */
    static final String PENDING_REBOOT = "pending-reboot";

    private SettingShapes() {}

    /** RDS shows the port at the endpoint; an instance behind a port forwarder shows its own port in DbInstancePort. */
    private static Optional<Object> port(DBInstance description) {
        return hasOwnPort(description)
                ? Optional.of(description.dbInstancePort())
                : Optional.ofNullable(description.endpoint()).map(Endpoint::port);
    }

    private static boolean hasOwnPort(DBInstance description) {
        return description.dbInstancePort() != null && description.dbInstancePort() > 0;
    }

    private static void setPort(DBInstance.Builder edit, Object port) {
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

    private static Optional<Object> activeSecurityGroups(DBInstance description) {
        List<String> ids = description.vpcSecurityGroups().stream()
                .filter(group -> "active".equals(group.status()))
                .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
                .sorted()
                .toList();
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids);
    }

    private static void setSecurityGroups(DBInstance.Builder edit, Object ids) {
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

    private static void setLogExports(DBInstance.Builder edit, Object configuration) {
        CloudwatchLogsExportConfiguration logs = (CloudwatchLogsExportConfiguration) configuration;
        Set<String> types = new LinkedHashSet<>(edit.build().enabledCloudwatchLogsExports());
        types.addAll(logs.enableLogTypes());
        logs.disableLogTypes().forEach(types::remove);
        edit.enabledCloudwatchLogsExports(types);
    }

    private static Optional<Object> parameterGroup(DBInstance description) {
        return description.dbParameterGroups().stream().findFirst().map(DBParameterGroupStatus::dbParameterGroupName);
    }

    private static void setParameterGroup(DBInstance.Builder edit, Object name) {
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

    private static void setOptionGroup(DBInstance.Builder edit, Object name) {
        edit.optionGroupMemberships(OptionGroupMembership.builder()
                .optionGroupName(String.valueOf(name))
                .status("in-sync")
                .build());
    }
}
