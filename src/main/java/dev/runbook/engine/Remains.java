package dev.runbook.engine;

import dev.runbook.inventory.Account;
import dev.runbook.modules.MarkState;
import dev.runbook.modules.Refresh;
import dev.runbook.world.Instance;
import dev.runbook.world.Marks;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a rollback leaves of a refresh, and how to get rid of it.
 *
 * @param world after the rollback
 * @param account of the target
 * @param synced places in buckets that the refresh has copied to
 * @param restarts whether a restart hook was asked to restart the application
 */
record Remains(Refresh refresh, World world, Optional<Account> account, List<String> synced, boolean restarts) {

    Remains {
        synced = List.copyOf(synced);
    }

    /** Lines to show; none while the old tree does not have its names. */
    List<String> lines() {
        boolean back = world.instance(refresh.target().instance())
                .filter(root -> root.marks()
                        .filter(marks -> marks.belongsTo(refresh.id(), refresh.pair()))
                        .isEmpty())
                .isPresent();
        if (!back) {
            return List.of();
        }
        List<Instance> left = left();
        List<String> lines = new ArrayList<>();
        lines.add(refresh.target().instance() + " is the old instance; this refresh has taken no snapshot");
        lines.addAll(application(left));
        if (!synced.isEmpty()) {
            lines.add("copied and not undone: s3://" + String.join(", s3://", synced));
        }
        if (left.isEmpty()) {
            lines.add("nothing is left of the new tree: the next run makes a new clone");
            return lines;
        }
        left.forEach(made -> lines.add("left: " + made.id() + ", "
                + made.marks().map(Marks::state).map(Marks.State::tag).orElse("") + ", " + made.status()));
        lines.add("the next run goes on with it: it swaps the same clone in again and asks the application again");
        lines.add("for a new clone instead, remove it first:");
        left.forEach(made -> lines.addAll(removal(made)));
        return lines;
    }

    /** What the refresh has made, each after those that replicate from it. */
    private List<Instance> left() {
        return world.madeBy(refresh.id(), refresh.pair()).stream()
                .sorted(Comparator.comparing(
                                (Instance made) -> made.marks().orElseThrow().role() == Marks.Role.CLONE)
                        .thenComparing(Instance::id, Comparator.reverseOrder()))
                .toList();
    }

    private List<String> application(List<Instance> left) {
        boolean undone = left.stream().anyMatch(made -> MarkState.undone(made) > 0);
        if (!undone) {
            return List.of("the application was never taken off it and needs no restart");
        }
        return restarts
                ? List.of()
                : List.of(
                        "restart the application: its connections may still be on the new tree, and nobody has asked it");
    }

    private List<String> removal(Instance made) {
        List<String> commands = new ArrayList<>();
        if (made.isProtectedFromDeletion()) {
            commands.add(aws("modify-db-instance", made, "--no-deletion-protection --apply-immediately"));
        }
        commands.add(aws("delete-db-instance", made, "--skip-final-snapshot"));
        return commands;
    }

    private String aws(String action, Instance made, String options) {
        StringBuilder command = new StringBuilder("  aws rds " + action + " --db-instance-identifier " + made.id());
        command.append(' ').append(options);
        account.ifPresent(found -> {
            command.append(" --region ").append(found.region());
            found.profile().ifPresent(profile -> command.append(" --profile ").append(profile));
            found.endpoints()
                    .rds()
                    .ifPresent(url -> command.append(" --endpoint-url ").append(url));
        });
        return command.toString();
    }
}
