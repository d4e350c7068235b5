package dev.runbook.modules.s3;

import dev.runbook.expression.Template;
import dev.runbook.modules.BucketReference;
import dev.runbook.modules.UnevaluatedArgs;
import dev.runbook.yaml.Glob;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The copies and globs of a task as far as they are literals, for checks before evaluation. */
record UnevaluatedCopies(UnevaluatedArgs args) {

    private static final List<String> GLOBS = List.of("include", "exclude");

    /** Reports invalid globs. */
    void checkGlobs() {
        GLOBS.forEach(key -> args.node(key).ifPresent(this::globs));
        copies().forEach(copy -> GLOBS.forEach(key -> copy.get(key).ifPresent(this::globs)));
    }

    private void globs(Node globs) {
        for (Node glob : items(globs)) {
            Problems problems = new Problems();
            literal(glob).ifPresent(text -> Glob.read(text.text(), text.position(), Glob.GlobKind.KEY, problems));
            problems.toSortedList()
                    .forEach(problem -> args.reportProblem(problem.position(), problem.summary(), problem.hint()));
        }
    }

    /** The buckets of the task's own copies. */
    List<BucketReference> bucketReferences() {
        List<BucketReference> places = new ArrayList<>();
        for (Node.Mapping copy : copies()) {
            copy.get("source").flatMap(side -> bucketReference(side, false)).ifPresent(places::add);
            copy.get("target").flatMap(side -> bucketReference(side, true)).ifPresent(places::add);
        }
        return places;
    }

    private Optional<BucketReference> bucketReference(Node side, boolean written) {
        if (!(side instanceof Node.Mapping mapping)) {
            return Optional.empty();
        }
        Optional<Node> account = mapping.get("account");
        Optional<Node> prefix = mapping.get("prefix");
        if (account.isPresent() && literal(account.get()).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> start = prefix.isPresent() ? text(prefix) : Optional.of("");
        Optional<String> bucket = start.flatMap(known -> text(mapping.get("bucket")));
        return Optional.of(new BucketReference(
                written,
                text(account),
                bucket,
                start.orElse(""),
                mapping.get("bucket").orElse(side).position()));
    }

    private List<Node.Mapping> copies() {
        List<Node.Mapping> copies = new ArrayList<>();
        for (Node copy : args.node("copies").map(UnevaluatedCopies::items).orElse(List.of())) {
            if (copy instanceof Node.Mapping mapping) {
                copies.add(mapping);
            }
        }
        return copies;
    }

    private static List<Node> items(Node node) {
        return node instanceof Node.Sequence list ? list.items() : List.of(node);
    }

    private static Optional<String> text(Optional<Node> node) {
        return node.flatMap(UnevaluatedCopies::literal).map(Node.Scalar::text);
    }

    /** A text without expressions. */
    private static Optional<Node.Scalar> literal(Node node) {
        boolean literal =
                Template.parse(node, new Problems()).filter(Template::isLiteral).isPresent();
        return literal && node instanceof Node.Scalar text ? Optional.of(text) : Optional.empty();
    }
}
