package dev.runbook.engine.run;

import dev.runbook.engine.Modules;
import dev.runbook.inventory.BucketRules;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Pair;
import dev.runbook.modules.BucketReference;
import dev.runbook.modules.UnevaluatedArgs;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Runbook;
import dev.runbook.runbook.Task;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What tasks name outside in their arguments, judged before anything is evaluated. */
public final class BucketPreflight {

    private final Modules modules;

    public BucketPreflight(Modules modules) {
        this.modules = modules;
    }

    /** Reports what the tasks of a runbook must not write, and the accounts that the inventory does not have. */
    public void check(Runbook runbook, Inventory inventory, Problems problems) {
        Judge judge = new Judge(inventory, BucketRules.ofLiterals(inventory), problems);
        for (Play play : runbook.plays()) {
            List<Pair> pairs = inventory.select(play.pairs(), new Problems());
            Stream.concat(play.tasks().stream(), play.handlers().stream())
                    .flatMap(task -> of(task).stream())
                    .forEach(reference -> pairs.forEach(pair -> check(reference, pair, judge)));
        }
    }

    private record Judge(Inventory inventory, BucketRules rules, Problems problems) {}

    private static void check(BucketReference reference, Pair pair, Judge judge) {
        String account = reference.account().orElse(pair.target().account());
        Set<String> known = judge.inventory.accounts().keySet();
        if (reference.account().isPresent() && !known.contains(account)) {
            judge.problems.add(
                    "unknown-account",
                    reference.position(),
                    "unknown account '" + account + "'",
                    Nearest.hint(account, known, "known accounts: " + String.join(", ", known)));
        } else if (reference.isWritten()) {
            Optional<BucketRules.BucketPrefix> part =
                    reference.bucket().map(bucket -> new BucketRules.BucketPrefix(account, bucket, reference.prefix()));
            Optional<BucketRules.Objection> found = part.isPresent()
                    ? judge.rules.objection(pair.name(), part.get(), Optional.empty())
                    : judge.rules.objection(account, Optional.empty());
            found.ifPresent(objection -> judge.problems.add(
                    Problem.REFUSAL + objection.code(),
                    reference.position(),
                    "pair '" + pair.name() + "' would write to "
                            + part.map(BucketRules.BucketPrefix::toString).orElse("a bucket") + ", but "
                            + objection.reason(),
                    objection.hint()));
        }
    }

    /** The places that the arguments of a task name. */
    List<BucketReference> of(Task task) {
        List<Node.Entry> given = new ArrayList<>();
        task.arguments()
                .forEach((name, template) -> template.node()
                        .ifPresent(node ->
                                given.add(new Node.Entry(new Node.Scalar(name, false, node.position()), node))));
        Node.Mapping arguments = new Node.Mapping(given, task.module().position());
        UnevaluatedArgs args = new UnevaluatedArgs(new Node.Entry(task.module(), arguments), new Problems());
        return modules.module(task.module().text())
                .map(module -> module.bucketReferences(args))
                .orElse(List.of());
    }
}
