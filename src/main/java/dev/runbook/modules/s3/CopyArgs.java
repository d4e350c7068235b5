package dev.runbook.modules.s3;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh.BucketCopy;
import dev.runbook.modules.Refresh.BucketPath;
import dev.runbook.modules.Refresh.CopyRules;
import dev.runbook.yaml.Glob;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the copies of a task: its own or else the pair's, with the rules that the task overrides. */
final class CopyArgs {

    private static final Set<String> COPY_KEYS =
            Set.of("name", "source", "target", "include", "exclude", "delete", "delete_max", "server_side");
    private static final Set<String> PLACE_KEYS = Set.of("account", "bucket", "prefix");

    private final Args args;
    private final PlanningContext context;

    CopyArgs(Args args, PlanningContext context) {
        this.args = args;
        this.context = context;
    }

    List<BucketCopy> read() throws ModuleException {
        List<BucketCopy> copies = new ArrayList<>(context.refresh().copies());
        if (args.has("copies")) {
            copies.clear();
            List<Value> items = args.list("copies");
            for (int i = 0; i < items.size(); i++) {
                copies.add(copy(items.get(i), args.node("copies").flatMap(item(i))));
            }
        }
        Optional<List<Glob>> include = ownGlobs("include");
        Optional<List<Glob>> exclude = ownGlobs("exclude");
        List<BucketCopy> ruled = new ArrayList<>();
        for (BucketCopy copy : copies) {
            CopyRules rules = copy.rules();
            ruled.add(new BucketCopy(
                    copy.source(),
                    copy.target(),
                    override(rules, include.orElse(rules.include()), exclude.orElse(rules.exclude()))));
        }
        return ruled;
    }

    /** The globs of the task, which apply to all copies. */
    private Optional<List<Glob>> ownGlobs(String key) throws ModuleException {
        return args.has(key) ? Optional.of(globs(key, args.list(key), args.node(key))) : Optional.empty();
    }

    private CopyRules override(CopyRules rules, List<Glob> include, List<Glob> exclude) throws ModuleException {
        return new CopyRules(
                include,
                exclude,
                args.has("delete") ? args.truth("delete") : rules.delete(),
                args.has("delete_max") ? Optional.of(args.whole("delete_max")) : rules.deleteMax(),
                rules.serverSide());
    }

    private BucketCopy copy(Value item, Optional<Node> written) throws ModuleException {
        Value.Fields fields = mapping(item, "a copy", COPY_KEYS);
        return new BucketCopy(
                place(fields, "source", context.refresh().source().account()),
                place(fields, "target", context.refresh().target().account()),
                new CopyRules(
                        globs(fields, "include", written),
                        globs(fields, "exclude", written),
                        truth(fields, "delete"),
                        whole(fields, "delete_max"),
                        truth(fields, "server_side")));
    }

    private BucketPath place(Value.Fields copy, String side, String account) throws ModuleException {
        Value.Fields fields = mapping(
                copy.get(side)
                        .orElseThrow(() -> invalidCopies("a copy needs a '" + side + "'", side + ": {bucket: NAME}")),
                "the " + side + " of a copy",
                PLACE_KEYS);
        String bucket = text(fields, "bucket")
                .orElseThrow(
                        () -> invalidCopies("the " + side + " of a copy needs a 'bucket'", side + ": {bucket: NAME}"));
        return new BucketPath(
                text(fields, "account").orElse(account),
                bucket,
                text(fields, "prefix").orElse(""));
    }

    private Value.Fields mapping(Value value, String what, Set<String> keys) throws ModuleException {
        if (!(value instanceof Value.Fields fields)) {
            throw invalidCopies(
                    what + " is " + value.kind() + ", not a mapping",
                    "write " + keys.stream().sorted().toList());
        }
        for (String key : fields.fields().keySet()) {
            if (!keys.contains(key)) {
                throw invalidCopies(
                        what + " has no key '" + key + "'",
                        "it has " + keys.stream().sorted().toList());
            }
        }
        return fields;
    }

    private Optional<String> text(Value.Fields fields, String key) throws ModuleException {
        Optional<Value> value = fields.get(key);
        if (value.isPresent() && !(value.get() instanceof Value.Text)) {
            throw invalidCopies("'" + key + "' of a copy is " + value.get().kind() + ", not text", "");
        }
        return value.map(Value::show);
    }

    private boolean truth(Value.Fields fields, String key) throws ModuleException {
        Value value = fields.get(key).orElse(new Value.Bool(false));
        if (!(value instanceof Value.Bool truth)) {
            throw invalidCopies("'" + key + "' of a copy is " + value.kind() + ", not true or false", "");
        }
        return truth.isTrue();
    }

    private Optional<Long> whole(Value.Fields fields, String key) throws ModuleException {
        Optional<Value> value = fields.get(key);
        if (value.isPresent() && !(value.get() instanceof Value.Whole)) {
            throw invalidCopies("'" + key + "' of a copy is " + value.get().kind() + ", not a whole number", "");
        }
        return value.map(whole -> ((Value.Whole) whole).number());
    }

    private List<Glob> globs(Value.Fields fields, String key, Optional<Node> copy) throws ModuleException {
        Value value = fields.get(key).orElse(new Value.Items(List.of()));
        List<Value> values = value instanceof Value.Items items ? items.items() : List.of(value);
        return globs(key, values, copy.flatMap(node -> field(node, key)));
    }

    /** @param written their node in the file, for the position of each */
    private List<Glob> globs(String key, List<Value> values, Optional<Node> written) throws ModuleException {
        Problems problems = new Problems();
        List<Glob> globs = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (!(values.get(i) instanceof Value.Text glob)) {
                throw invalidCopies(
                        "'" + key + "' holds " + values.get(i).kind() + ", not text", key + ": [\"images/**\"]");
            }
            Position position = written.flatMap(item(i))
                    .or(() -> written)
                    .map(Node::position)
                    .orElse(args.position(args.has(key) ? key : "copies"));
            Glob.read(glob.text(), position, Glob.GlobKind.KEY, problems).ifPresent(globs::add);
        }
        if (!problems.isEmpty()) {
            throw ModuleException.invalidFile(problems.toSortedList());
        }
        return globs;
    }

    private static Function<Node, Optional<Node>> item(int index) {
        return node ->
                node instanceof Node.Sequence list && index < list.items().size()
                        ? Optional.of(list.items().get(index))
                        : Optional.empty();
    }

    private static Optional<Node> field(Node node, String key) {
        return node instanceof Node.Mapping mapping ? mapping.get(key) : Optional.empty();
    }

    private ModuleException invalidCopies(String message, String advice) {
        return ModuleException.invalidArgument(args.position("copies"), message, advice);
    }
}
