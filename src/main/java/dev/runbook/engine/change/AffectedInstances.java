package dev.runbook.engine.change;

import dev.runbook.modules.Change;
import dev.runbook.modules.Statuses;
import dev.runbook.modules.Subject;
import dev.runbook.world.Instance;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The instances whose state decides whether RDS accepts a change and how it proceeds. */
public record AffectedInstances(List<Instance> instances) {

    public AffectedInstances {
        instances = List.copyOf(instances);
    }

    public static AffectedInstances by(Change change, World world) {
        Subject subject = change.subject();
        List<Optional<Instance>> found = new ArrayList<>();
        if (subject instanceof Subject.NewInstance made) {
            found.add(world.instance(made.name()));
            found.add(made.upstream().flatMap(world::instance));
        } else if (subject instanceof Subject.OwnInstance own) {
            found.add(world.instance(own.name()));
            // What is being renamed shows under its new name in the end.
            change.newName().ifPresent(name -> found.add(world.instance(name)));
        } else if (subject instanceof Subject.OldInstance old) {
            found.add(world.instance(old.resourceId()));
        } else if (subject instanceof Subject.DeletedInstance deleted) {
            found.add(world.instance(deleted.resourceId()));
        } else if (subject instanceof Subject.DiscardedInstance discarded) {
            found.add(world.instance(discarded.resourceId()));
        }
        return new AffectedInstances(found.stream().flatMap(Optional::stream).toList());
    }

    /** Whether RDS works on one of them, so that its state will be another one. */
    public boolean areAtWork() {
        return instances.stream().anyMatch(instance -> !Statuses.isSettled(instance) && !Statuses.isFailed(instance));
    }

    List<Instance> withUnknownStatus() {
        return instances.stream()
                .filter(instance -> !Statuses.isKnown(instance.status()))
                .toList();
    }
}
