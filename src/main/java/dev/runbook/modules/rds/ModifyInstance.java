package dev.runbook.modules.rds;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.SdkValues;
import dev.runbook.modules.Statuses;
import dev.runbook.modules.Subject;
import dev.runbook.port.PasswordStore;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.Password;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/**
 * Modifies settings of an instance with {@code ApplyImmediately}. RDS does not show passwords: a password counts as set when
 * the other settings of the same request are.
 *
 * @param key unique in its task
 * @param instance the instance at planning time
 * @param storesPassword whether to store the request's password in the vault, because no other place has it
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html">Modifying an Amazon
 *     RDS DB instance</a>
 */
public record ModifyInstance(
        String key,
        InstanceKey instanceKey,
        Subject subject,
        ModifyDbInstanceRequest request,
        Instance instance,
        boolean storesPassword)
        implements Change {

    private static final Set<String> NOT_SHOWN =
            Set.of("DBInstanceIdentifier", "ApplyImmediately", "MasterUserPassword", "ManageMasterUserPassword");

    @Override
    public CallDescription describe() {
        return SdkValues.describeRdsCall("ModifyDBInstance", request.dbInstanceIdentifier(), request);
    }

    @Override
    public Progress progress(World world) {
        Optional<Instance> found = instanceKey.findIn(world);
        if (found.isEmpty()) {
            return Progress.failed(request.dbInstanceIdentifier() + " is gone");
        }
        Progress settled = Statuses.progressOf(found.get());
        if (!settled.isDone()) {
            return settled;
        }
        if (isApplying(found.get())) {
            return Progress.underWay("applying the parameter group");
        }
        return isShown(found.get()) ? Progress.done() : Progress.needed();
    }

    private boolean isApplying(Instance found) {
        return request.dbParameterGroupName() != null
                && found.description().dbParameterGroups().stream()
                        .anyMatch(group -> "applying".equals(group.parameterApplyStatus()));
    }

    private boolean isShown(Instance found) {
        boolean managed = !Boolean.TRUE.equals(request.manageMasterUserPassword())
                || found.description().masterUserSecret() != null;
        return managed
                && request.sdkFields().stream()
                        .filter(field -> !NOT_SHOWN.contains(field.locationName()))
                        .allMatch(field -> isShown(found, field));
    }

    private boolean isShown(Instance found, SdkField<?> field) {
        return SdkValues.member(request, field)
                .map(value -> SettingTable.byName(field.locationName()).isShown(found.description(), value))
                .orElse(true);
    }

    @Override
    public World predict(World world) {
        return instanceKey
                .findIn(world)
                .map(found -> InstanceCreation.settle(world, found.with(this::write)))
                .orElse(world);
    }

    private void write(DBInstance.Builder edit) {
        for (SdkField<?> field : request.sdkFields()) {
            if (!NOT_SHOWN.contains(field.locationName())) {
                SdkValues.member(request, field)
                        .ifPresent(value ->
                                SettingTable.byName(field.locationName()).write(edit, value));
            }
        }
        if (Boolean.TRUE.equals(request.manageMasterUserPassword())) {
            edit.masterUserSecret(
                    MasterUserSecret.builder().secretStatus("active").build());
        }
    }

    @Override
    public List<Permission> permissions() {
        List<Permission> permissions = new ArrayList<>();
        permissions.add(RdsNames.permission("ModifyDBInstance", instance, "db", request.dbInstanceIdentifier()));
        if (request.dbParameterGroupName() != null) {
            permissions.add(RdsNames.permission("ModifyDBInstance", instance, "pg", request.dbParameterGroupName()));
        }
        if (Boolean.TRUE.equals(request.manageMasterUserPassword())) {
            for (String action : List.of("kms:CreateGrant", "kms:DescribeKey", "secretsmanager:CreateSecret")) {
                permissions.add(new Permission(action, "*"));
            }
        }
        permissions.addAll(InstanceCreation.passRolePermissions(request.monitoringRoleArn()));
        return permissions;
    }

    @Override
    public void apply(Ports ports) throws PortException {
        ports.rds().modify(request);
        storePassword(ports.passwords());
    }

    @Override
    public void storePassword(PasswordStore passwords) {
        if (storesPassword && request.masterUserPassword() != null) {
            passwords.keep(instance.resourceId(), new Password(request.masterUserPassword()));
        }
    }
}
