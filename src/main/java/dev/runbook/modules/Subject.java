package dev.runbook.modules;

import dev.runbook.world.InstanceId;
import dev.runbook.world.ResourceId;
import java.util.Optional;

/** The resource that a change touches; the gate applies the rules of its type. */
public sealed interface Subject {

    /** A new instance, created as a replica of another one or from a snapshot. */
    record NewInstance(InstanceId name, Optional<InstanceId> upstream) implements Subject {}

    /** An instance that this refresh created. */
    record OwnInstance(InstanceId name) implements Subject {}

    /** An instance of the target's old tree, to be renamed or prepared for deletion; identified by its resource id. */
    record OldInstance(InstanceId name, ResourceId resourceId) implements Subject {}

    /** An instance of the target's old tree, to be deleted; identified by its resource id. */
    record DeletedInstance(InstanceId name, ResourceId resourceId) implements Subject {}

    /** An instance that this refresh created and that is not in use, to be deleted; identified by its resource id. */
    record DiscardedInstance(InstanceId name, ResourceId resourceId) implements Subject {}

    /** The data of an instance that this refresh created. */
    record OwnDatabase(InstanceId name) implements Subject {}

    /** The data of the current target: read, and changed only in transactions that are rolled back. */
    record TargetDatabase(InstanceId name) implements Subject {}

    /** Objects under a prefix of a bucket, in an account of the inventory. */
    record TargetBucket(String account, String bucket, String prefix) implements Subject {}

    /** Something that the gate has no rules for: a program, a pause, a request to the application. */
    record External() implements Subject {}
}
