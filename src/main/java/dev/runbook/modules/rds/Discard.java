package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.Subject;
import dev.runbook.world.Instance;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** Deletes the instances that the refresh created and that are not in use yet: a clone that failed or is no longer usable. */
public final class Discard implements Module {

    @Override
    public String name() {
        return "discard";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of();
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException {
        Refresh refresh = context.refresh();
        World world = context.world();
        List<Instance> made = world.instancesOf(refresh.id(), refresh.pair()).stream()
                .sorted(Comparator.comparing((Instance one) -> depth(one, world))
                        .reversed()
                        .thenComparing(Instance::id))
                .toList();
        if (made.isEmpty()) {
            return Plan.withMessages("nothing to discard: no instance of this refresh exists");
        }
        check(refresh, made);
        ChangePlanBuilder builder = new ChangePlanBuilder(world);
        for (Instance instance : made) {
            unprotect(builder, instance);
            builder.add(new DeleteInstance(
                    instance,
                    new Subject.DiscardedInstance(instance.id(), instance.resourceId()),
                    DeleteDbInstanceRequest.builder()
                            .dbInstanceIdentifier(instance.id().name())
                            .skipFinalSnapshot(true)
                            .deleteAutomatedBackups(true)
                            .build()));
        }
        List<Value> names = made.stream()
                .<Value>map(instance -> new Value.Text(instance.id().name()))
                .toList();
        return Plan.of(builder.changes(), after -> new Value.Fields(Map.of("deleted", new Value.Items(names))));
    }

    /** Length of the replication chain above it. Replicas are deleted first: RDS promotes the replicas of a deleted instance. */
    private static int depth(Instance instance, World world) {
        int depth = 0;
        Optional<Instance> source = instance.source().flatMap(world::instance);
        while (source.isPresent() && depth < world.instances().size()) {
            depth++;
            source = source.get().source().flatMap(world::instance);
        }
        return depth;
    }

    private static void check(Refresh refresh, List<Instance> made) throws ModuleException {
        Objections objections = new Objections();
        for (Instance instance : made) {
            RefreshTags refreshTags = instance.refreshTags().orElseThrow();
            if (refreshTags.state() == RefreshTags.State.LIVE || instance.id().equals(refreshTags.target())) {
                objections.addRefusal(
                        instance.id()
                                + (refreshTags.state() == RefreshTags.State.LIVE
                                        ? " is live"
                                        : " has the target's name")
                                + ": an instance in use is not discarded.",
                        "To use the old instance again, give it its name back with `runbook rollback " + refresh.id()
                                + "` while it exists; then this refresh can be discarded.");
            }
        }
        objections.throwIfAny();
    }

    private static void unprotect(ChangePlanBuilder builder, Instance instance) {
        if (instance.isProtectedFromDeletion()) {
            builder.add(new ModifyInstance(
                    "unprotect " + instance.id(),
                    new InstanceKey.ResourceIdKey(instance.resourceId()),
                    new Subject.OwnInstance(instance.id()),
                    ModifyDbInstanceRequest.builder()
                            .dbInstanceIdentifier(instance.id().name())
                            .applyImmediately(true)
                            .deletionProtection(false)
                            .build(),
                    instance,
                    false));
        }
    }
}
