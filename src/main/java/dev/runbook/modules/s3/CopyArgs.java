package dev.runbook.modules.s3;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh.Copy;
import dev.runbook.modules.Refresh.CopyRules;
import dev.runbook.modules.Refresh.Place;
import dev.runbook.modules.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the copies of a task: its own, or the pair's, with the rules the task gives in place of theirs. */
final class CopyArgs {

    private static final Set<String> COPY_KEYS =
            Set.of("name", "source", "target", "include", "exclude", "delete", "delete_max", "server_side");
    private static final Set<String> PLACE_KEYS = Set.of("account", "bucket", "prefix");

    private final Args args;
    private final View view;

    CopyArgs(Args args, View view) {
        this.args = args;
        this.view = view;
    }

    List<Copy> read() throws ModuleException {
        List<Copy> copies = new ArrayList<>(view.refresh().copies());
        if (args.has("copies")) {
            copies.clear();
            for (Value item : args.list("copies")) {
                copies.add(copy(item));
            }
        }
        List<Copy> ruled = new ArrayList<>();
        for (Copy copy : copies) {
            ruled.add(new Copy(copy.source(), copy.target(), overridden(copy.rules())));
        }
        return ruled;
    }

    private CopyRules overridden(CopyRules rules) throws ModuleException {
        return new CopyRules(
                args.has("include") ? texts("include", args.list("include")) : rules.include(),
                args.has("exclude") ? texts("exclude", args.list("exclude")) : rules.exclude(),
                args.has("delete") ? args.truth("delete") : rules.delete(),
                args.has("delete_max") ? Optional.of(args.whole("delete_max")) : rules.deleteMax(),
                rules.serverSide());
    }

    private Copy copy(Value item) throws ModuleException {
        Value.Fields fields = mapping(item, "a copy", COPY_KEYS);
        return new Copy(
                place(fields, "source", view.refresh().source().account()),
                place(fields, "target", view.refresh().target().account()),
                new CopyRules(
                        texts(fields, "include"),
                        texts(fields, "exclude"),
                        truth(fields, "delete"),
                        whole(fields, "delete_max"),
                        truth(fields, "server_side")));
    }

    private Place place(Value.Fields copy, String side, String account) throws ModuleException {
        Value.Fields fields = mapping(
                copy.get(side).orElseThrow(() -> wrong("a copy needs a '" + side + "'", side + ": {bucket: NAME}")),
                "the " + side + " of a copy",
                PLACE_KEYS);
        String bucket = text(fields, "bucket")
                .orElseThrow(() -> wrong("the " + side + " of a copy needs a 'bucket'", side + ": {bucket: NAME}"));
        return new Place(
                text(fields, "account").orElse(account),
                bucket,
                text(fields, "prefix").orElse(""));
    }

    private Value.Fields mapping(Value value, String what, Set<String> keys) throws ModuleException {
        if (!(value instanceof Value.Fields fields)) {
            throw wrong(
                    what + " is " + value.kind() + ", not a mapping",
                    "write " + keys.stream().sorted().toList());
        }
        for (String key : fields.fields().keySet()) {
            if (!keys.contains(key)) {
                throw wrong(
                        what + " has no key '" + key + "'",
                        "it has " + keys.stream().sorted().toList());
            }
        }
        return fields;
    }

    private Optional<String> text(Value.Fields fields, String key) throws ModuleException {
        Optional<Value> value = fields.get(key);
        if (value.isPresent() && !(value.get() instanceof Value.Text)) {
            throw wrong("'" + key + "' of a copy is " + value.get().kind() + ", not text", "");
        }
        return value.map(Value::show);
    }

    private boolean truth(Value.Fields fields, String key) throws ModuleException {
        Value value = fields.get(key).orElse(new Value.Bool(false));
        if (!(value instanceof Value.Bool truth)) {
            throw wrong("'" + key + "' of a copy is " + value.kind() + ", not true or false", "");
        }
        return truth.truth();
    }

    private Optional<Long> whole(Value.Fields fields, String key) throws ModuleException {
        Optional<Value> value = fields.get(key);
        if (value.isPresent() && !(value.get() instanceof Value.Whole)) {
            throw wrong("'" + key + "' of a copy is " + value.get().kind() + ", not a whole number", "");
        }
        return value.map(whole -> ((Value.Whole) whole).number());
    }

    private List<String> texts(Value.Fields fields, String key) throws ModuleException {
        Value value = fields.get(key).orElse(new Value.Items(List.of()));
        return value instanceof Value.Items items ? texts(key, items.items()) : texts(key, List.of(value));
    }

    private List<String> texts(String key, List<Value> values) throws ModuleException {
        List<String> texts = new ArrayList<>();
        for (Value value : values) {
            if (!(value instanceof Value.Text)) {
                throw wrong("'" + key + "' holds " + value.kind() + ", not text", key + ": [\"images/**\"]");
            }
            texts.add(value.show());
        }
        return texts;
    }

    private ModuleException wrong(String message, String advice) {
        return ModuleException.at(args.position("copies"), message, advice);
    }
}
