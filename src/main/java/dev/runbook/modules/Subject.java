package dev.runbook.modules;

import dev.runbook.world.InstanceId;
import dev.runbook.world.ResourceId;
import java.util.Optional;

/** What a change touches: the closed list of things that the gate can judge. */
public sealed interface Subject {

    /** A new instance, filled from another one that is only read, or from a snapshot. */
    record NewInstance(InstanceId name, Optional<InstanceId> feeder) implements Subject {}

    /** An instance this refresh has made. */
    record OwnInstance(InstanceId name) implements Subject {}

    /** An instance of the target's old tree, to be renamed or prepared for deletion; recognised by its resource id. */
    record OldInstance(InstanceId name, ResourceId resourceId) implements Subject {}

    /** An instance of the target's old tree, to be deleted; recognised by its resource id. */
    record DeletedInstance(InstanceId name, ResourceId resourceId) implements Subject {}

    /** An instance that this refresh has made and that serves nobody, to be deleted; recognised by its resource id. */
    record DiscardedInstance(InstanceId name, ResourceId resourceId) implements Subject {}

    /** The data of an instance this refresh has made. */
    record OwnDatabase(InstanceId name) implements Subject {}

    /** The data of the target as it is: read, and changed only in transactions that are rolled back. */
    record TargetDatabase(InstanceId name) implements Subject {}

    /** Objects under a prefix of a bucket, in an account of the inventory. */
    record Bucket(String account, String bucket, String prefix) implements Subject {}

    /** Nothing that the gate knows about: a program, a pause, a request to the application. */
    record Outside() implements Subject {}
}
