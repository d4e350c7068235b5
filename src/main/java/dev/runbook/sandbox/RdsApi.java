package dev.runbook.sandbox;

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
final class RdsApi {

    private record Action<Q>(Supplier<? extends SdkPojo> builder, Class<Q> type, Function<Q, SdkPojo> handler) {
        SdkPojo handle(Object request) {
            return handler.apply(type.cast(request));
        }
    }

    private final Region region;
    private final Jobs jobs;
    private final Faults faults;
    private final CallLog calls;
    private final Map<String, Action<?>> actions = new HashMap<>();

    RdsApi(Region region, Jobs jobs, Faults faults, CallLog calls) {
        this.region = region;
        this.jobs = jobs;
        this.faults = faults;
        this.calls = calls;
    }

    RdsApi knowing(Creating creating, Modifying modifying, Removing removing) {
        add("CreateDBInstance", CreateDbInstanceRequest::builder, CreateDbInstanceRequest.class, creating::blank);
        add(
                "CreateDBInstanceReadReplica",
                CreateDbInstanceReadReplicaRequest::builder,
                CreateDbInstanceReadReplicaRequest.class,
                creating::replica);
        add(
                "RestoreDBInstanceFromDBSnapshot",
                RestoreDbInstanceFromDbSnapshotRequest::builder,
                RestoreDbInstanceFromDbSnapshotRequest.class,
                creating::restored);
        add(
                "RestoreDBInstanceToPointInTime",
                RestoreDbInstanceToPointInTimeRequest::builder,
                RestoreDbInstanceToPointInTimeRequest.class,
                creating::restored);
        change(modifying);
        add("DeleteDBInstance", DeleteDbInstanceRequest::builder, DeleteDbInstanceRequest.class, removing::delete);
        add("CreateDBSnapshot", CreateDbSnapshotRequest::builder, CreateDbSnapshotRequest.class, removing::snapshot);
        add(
                "DeleteDBSnapshot",
                DeleteDbSnapshotRequest::builder,
                DeleteDbSnapshotRequest.class,
                removing::deleteSnapshot);
        add(
                "DeleteDBInstanceAutomatedBackup",
                DeleteDbInstanceAutomatedBackupRequest::builder,
                DeleteDbInstanceAutomatedBackupRequest.class,
                removing::deleteBackup);
        return this;
    }

    private void change(Modifying modifying) {
        add("ModifyDBInstance", ModifyDbInstanceRequest::builder, ModifyDbInstanceRequest.class, modifying::modify);
        add(
                "PromoteReadReplica",
                PromoteReadReplicaRequest::builder,
                PromoteReadReplicaRequest.class,
                modifying::promote);
        add(
                "AddRoleToDBInstance",
                AddRoleToDbInstanceRequest::builder,
                AddRoleToDbInstanceRequest.class,
                modifying::addRole);
        add("RebootDBInstance", RebootDbInstanceRequest::builder, RebootDbInstanceRequest.class, modifying::reboot);
    }

    RdsApi knowing(Describing describing, Tagging tagging) {
        add(
                "DescribeAccountAttributes",
                DescribeAccountAttributesRequest::builder,
                DescribeAccountAttributesRequest.class,
                request -> new Quotas(region).describe());
        add(
                "DescribeDBInstances",
                DescribeDbInstancesRequest::builder,
                DescribeDbInstancesRequest.class,
                describing::instances);
        add(
                "DescribeDBSnapshots",
                DescribeDbSnapshotsRequest::builder,
                DescribeDbSnapshotsRequest.class,
                describing::snapshots);
        add(
                "DescribeDBInstanceAutomatedBackups",
                DescribeDbInstanceAutomatedBackupsRequest::builder,
                DescribeDbInstanceAutomatedBackupsRequest.class,
                describing::backups);
        add(
                "DescribeDBParameterGroups",
                DescribeDbParameterGroupsRequest::builder,
                DescribeDbParameterGroupsRequest.class,
                describing::parameterGroups);
        add("AddTagsToResource", AddTagsToResourceRequest::builder, AddTagsToResourceRequest.class, tagging::add);
        add(
                "RemoveTagsFromResource",
                RemoveTagsFromResourceRequest::builder,
                RemoveTagsFromResourceRequest.class,
                tagging::remove);
        add(
                "ListTagsForResource",
                ListTagsForResourceRequest::builder,
                ListTagsForResourceRequest.class,
                tagging::list);
        return this;
    }

    /** An answer, or none at all where an ordered fault loses it. */
    record Outcome(SdkPojo result, boolean lost) {}

    Outcome call(String name, Map<String, String> parameters) {
        var action = actions.get(name);
        if (action == null) {
            throw new AwsError("InvalidAction", 400, "The sandbox does not know the action " + name + ".");
        }
        var request = QueryProtocol.request(action.builder().get(), parameters, action.type());
        boolean changing = !name.startsWith("Describe") && !name.startsWith("List");
        try {
            var outcome = perform(name, action, request);
            if (changing) {
                calls.add("rds", name, Shapes.tree((SdkPojo) request), CallLog.Answer.ok());
            }
            return outcome;
        } catch (AwsError e) {
            if (changing) {
                calls.add("rds", name, Shapes.tree((SdkPojo) request), CallLog.Answer.of(e));
            }
            throw e;
        }
    }

    private Outcome perform(String name, Action<?> action, Object request) {
        var parameters = Shapes.tree((SdkPojo) request);
        var instance = parameters
                .text("DBInstanceIdentifier")
                .or(() -> parameters.text("TargetDBInstanceIdentifier"))
                .orElse("");
        var fault = faults.next(name, instance);
        if (fault.isPresent()
                && !fault.orElseThrow().kind().isLater()
                && fault.orElseThrow().kind() != Fault.Kind.LOST_ANSWER) {
            throw fault.orElseThrow().error();
        }
        var begun = new ArrayList<Instance>();
        var result = region.locked(() -> {
            boolean wasIdle = region.find(instance).flatMap(Instance::work).isEmpty();
            var answer = action.handle(request);
            region.find(instance)
                    .filter(found -> wasIdle && found.work().isPresent())
                    .ifPresent(begun::add);
            return answer;
        });
        begun.forEach(
                busy -> jobs.start(busy, fault.filter(ordered -> ordered.kind().isLater())));
        boolean lost =
                fault.map(ordered -> ordered.kind() == Fault.Kind.LOST_ANSWER).orElse(false);
        return new Outcome(result, lost);
    }

    private <Q> void add(
            String name, Supplier<? extends SdkPojo> builder, Class<Q> type, Function<Q, SdkPojo> handler) {
        actions.put(name, new Action<>(builder, type, handler));
    }
}
