package dev.runbook.cli;

import dev.runbook.yaml.Form;
import dev.runbook.yaml.Shape;
import java.util.Arrays;
import java.util.List;

/** What can be settled once for a project in {@code runbook.yml}, or for a shell in a variable. */
enum Setting {
    INVENTORY(
            "inventory",
            Shape.text(),
            "",
            "The inventory when -i names none: a file, a folder, or a name under inventories/.",
            "production"),
    FORKS("forks", Shape.whole(1, 1000), "5", "How many pairs are worked on at the same time.", "8"),
    STATE(
            "state",
            Shape.text(),
            ".runbook",
            "The folder of journals, leases and secrets; let all that refresh one target share one.",
            "/srv/runbook"),
    OUTPUT("output", Shape.words(outputs()), "text", "The form in which a run is reported.", "jsonl");

    private final String key;
    private final Shape shape;
    private final String usual;
    private final String doc;
    private final String example;

    Setting(String key, Shape shape, String usual, String doc, String example) {
        this.key = key;
        this.shape = shape;
        this.usual = usual;
        this.doc = doc;
        this.example = example;
    }

    /** The keys of {@code runbook.yml}. */
    static Form form() {
        return new Form(
                "runbook.yml", Arrays.stream(values()).map(Setting::entry).toList());
    }

    String key() {
        return key;
    }

    Shape shape() {
        return shape;
    }

    /** The environment's word for it. */
    String variable() {
        return "RUNBOOK_" + name();
    }

    String doc() {
        return doc;
    }

    /** What holds when nobody says anything; empty when that depends on what there is. */
    String usual() {
        return usual;
    }

    private Form.Key entry() {
        Form.Key entry = Form.Key.optional(key, shape, doc, example);
        return usual.isEmpty() ? entry : entry.or(usual);
    }

    private static String[] outputs() {
        return Arrays.stream(Output.values()).map(Enum::name).toArray(String[]::new);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }
}
