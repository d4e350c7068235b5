package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.config.FaultQueue;
import dev.runbook.sandbox.config.InjectedFault;
import dev.runbook.sandbox.wire.AwsError;
import dev.runbook.sandbox.wire.CallLog;
import dev.runbook.sandbox.wire.QueryProtocol;
import dev.runbook.sandbox.wire.SdkShapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.AddRoleToDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceAutomatedBackupRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstanceAutomatedBackupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbParameterGroupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.PromoteReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;

/** The RDS requests the sandbox knows; each is decided under the region's lock, then its work is started. */
public final class RdsApi {

    private record Action<Q>(Supplier<? extends SdkPojo> builder, Class<Q> type, Function<Q, SdkPojo> handler) {
        SdkPojo handle(Object request) {
            return handler.apply(type.cast(request));
        }
    }

    private final Region region;
    private final OperationRunner operations;
    private final FaultQueue faults;
    private final CallLog calls;
    private final Map<String, Action<?>> actions = new HashMap<>();

    public RdsApi(Region region, OperationRunner operations, FaultQueue faults, CallLog calls) {
        this.region = region;
        this.operations = operations;
        this.faults = faults;
        this.calls = calls;
    }

    public RdsApi withHandlers(
            CreateHandlers createHandlers, ModifyHandlers modifyHandlers, DeleteHandlers deleteHandlers) {
        add(
                "CreateDBInstance",
                CreateDbInstanceRequest::builder,
                CreateDbInstanceRequest.class,
                createHandlers::create);
        add(
                "CreateDBInstanceReadReplica",
                CreateDbInstanceReadReplicaRequest::builder,
                CreateDbInstanceReadReplicaRequest.class,
                createHandlers::createReplica);
        add(
                "RestoreDBInstanceFromDBSnapshot",
                RestoreDbInstanceFromDbSnapshotRequest::builder,
                RestoreDbInstanceFromDbSnapshotRequest.class,
                createHandlers::restore);
        add(
                "RestoreDBInstanceToPointInTime",
                RestoreDbInstanceToPointInTimeRequest::builder,
                RestoreDbInstanceToPointInTimeRequest.class,
                createHandlers::restore);
        addModifyActions(modifyHandlers);
        add(
                "DeleteDBInstance",
                DeleteDbInstanceRequest::builder,
                DeleteDbInstanceRequest.class,
                deleteHandlers::delete);
        add(
                "CreateDBSnapshot",
                CreateDbSnapshotRequest::builder,
                CreateDbSnapshotRequest.class,
                deleteHandlers::createSnapshot);
        add(
                "DeleteDBSnapshot",
                DeleteDbSnapshotRequest::builder,
                DeleteDbSnapshotRequest.class,
                deleteHandlers::deleteSnapshot);
        add(
                "DeleteDBInstanceAutomatedBackup",
                DeleteDbInstanceAutomatedBackupRequest::builder,
                DeleteDbInstanceAutomatedBackupRequest.class,
                deleteHandlers::deleteBackup);
        return this;
    }

    private void addModifyActions(ModifyHandlers modifyHandlers) {
        add(
                "ModifyDBInstance",
                ModifyDbInstanceRequest::builder,
                ModifyDbInstanceRequest.class,
                modifyHandlers::modify);
        add(
                "PromoteReadReplica",
                PromoteReadReplicaRequest::builder,
                PromoteReadReplicaRequest.class,
                modifyHandlers::promote);
        add(
                "AddRoleToDBInstance",
                AddRoleToDbInstanceRequest::builder,
                AddRoleToDbInstanceRequest.class,
                modifyHandlers::addRole);
        add(
                "RebootDBInstance",
                RebootDbInstanceRequest::builder,
                RebootDbInstanceRequest.class,
                modifyHandlers::reboot);
    }

    public RdsApi withHandlers(DescribeHandlers describeHandlers, TagHandlers tagHandlers) {
        add(
                "DescribeAccountAttributes",
                DescribeAccountAttributesRequest::builder,
                DescribeAccountAttributesRequest.class,
                request -> new AccountQuotas(region).describe());
        add(
                "DescribeDBInstances",
                DescribeDbInstancesRequest::builder,
                DescribeDbInstancesRequest.class,
                describeHandlers::instances);
        add(
                "DescribeDBSnapshots",
                DescribeDbSnapshotsRequest::builder,
                DescribeDbSnapshotsRequest.class,
                describeHandlers::snapshots);
        add(
                "DescribeDBInstanceAutomatedBackups",
                DescribeDbInstanceAutomatedBackupsRequest::builder,
                DescribeDbInstanceAutomatedBackupsRequest.class,
                describeHandlers::backups);
        add(
                "DescribeDBParameterGroups",
                DescribeDbParameterGroupsRequest::builder,
                DescribeDbParameterGroupsRequest.class,
                describeHandlers::parameterGroups);
        add("AddTagsToResource", AddTagsToResourceRequest::builder, AddTagsToResourceRequest.class, tagHandlers::add);
        add(
                "RemoveTagsFromResource",
                RemoveTagsFromResourceRequest::builder,
                RemoveTagsFromResourceRequest.class,
                tagHandlers::remove);
        add(
                "ListTagsForResource",
                ListTagsForResourceRequest::builder,
                ListTagsForResourceRequest.class,
                tagHandlers::list);
        return this;
    }

    /** An answer, or none at all where an ordered fault loses it. */
    public record ApiResponse(SdkPojo result, boolean isLost) {}

    public ApiResponse call(String name, Map<String, String> parameters) {
        var action = actions.get(name);
        if (action == null) {
            throw new AwsError("InvalidAction", 400, "The sandbox does not know the action " + name + ".");
        }
        var request = QueryProtocol.parseRequest(action.builder().get(), parameters, action.type());
        boolean changing = !name.startsWith("Describe") && !name.startsWith("List");
        try {
            var response = perform(name, action, request);
            if (changing) {
                calls.add("rds", name, SdkShapes.toJson((SdkPojo) request), CallLog.CallStatus.ok());
            }
            return response;
        } catch (AwsError e) {
            if (changing) {
                calls.add("rds", name, SdkShapes.toJson((SdkPojo) request), CallLog.CallStatus.of(e));
            }
            throw e;
        }
    }

    private ApiResponse perform(String name, Action<?> action, Object request) {
        var parameters = SdkShapes.toJson((SdkPojo) request);
        var instance = parameters
                .text("DBInstanceIdentifier")
                .or(() -> parameters.text("TargetDBInstanceIdentifier"))
                .orElse("");
        var fault = faults.take(name, instance);
        if (fault.isPresent()
                && !fault.orElseThrow().kind().affectsOperation()
                && fault.orElseThrow().kind() != InjectedFault.FaultKind.LOST_ANSWER) {
            throw fault.orElseThrow().error();
        }
        var begun = new ArrayList<SandboxInstance>();
        var result = region.withLock(() -> {
            boolean wasIdle =
                    region.find(instance).flatMap(SandboxInstance::operation).isEmpty();
            var answer = action.handle(request);
            region.find(instance)
                    .filter(found -> wasIdle && found.operation().isPresent())
                    .ifPresent(begun::add);
            return answer;
        });
        begun.forEach(busy ->
                operations.start(busy, fault.filter(ordered -> ordered.kind().affectsOperation())));
        boolean lost = fault.map(ordered -> ordered.kind() == InjectedFault.FaultKind.LOST_ANSWER)
                .orElse(false);
        return new ApiResponse(result, lost);
    }

    private <Q> void add(
            String name, Supplier<? extends SdkPojo> builder, Class<Q> type, Function<Q, SdkPojo> handler) {
        actions.put(name, new Action<>(builder, type, handler));
    }
}
