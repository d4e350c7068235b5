package dev.runbook.cli;

import dev.runbook.yaml.Form;
import dev.runbook.yaml.Shape;
import java.util.Arrays;

/** The settings that a project has in {@code runbook.yml} or that an environment variable overrides. */
enum Setting {
    INVENTORY(
            "inventory",
            "",
            "The inventory if -i names none: a file, a folder, or a name under inventories/.",
            "production"),
    FORKS("forks", "5", "Number of pairs to run at the same time.", "8"),
    STATE(
            "state",
            ".runbook",
            "The folder of journals, leases and secrets; all machines that refresh one target must share it.",
            "/srv/runbook"),
    OUTPUT("output", "text", "The output format of a run.", "jsonl"),
    VERBOSITY("verbosity", "0", "How much a run prints: the number of -v.", "1");

    static final int VERBOSITY_MAX = 4;

    private static final long FORKS_MAX = 1000;

    private final String key;
    private final String usual;
    private final String doc;
    private final String example;

    Setting(String key, String usual, String doc, String example) {
        this.key = key;
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
        return switch (this) {
            case INVENTORY, STATE -> Shape.text();
            case FORKS -> Shape.whole(1, FORKS_MAX);
            case VERBOSITY -> Shape.whole(0, VERBOSITY_MAX);
            case OUTPUT -> Shape.words(outputs());
        };
    }

    /** The name of its environment variable. */
    String variable() {
        return "RUNBOOK_" + name();
    }

    String doc() {
        return doc;
    }

    /** The default; empty if it depends on the files of the project. */
    String usual() {
        return usual;
    }

    private Form.Key entry() {
        Form.Key entry = Form.Key.optional(key, shape(), doc, example);
        return usual.isEmpty() ? entry : entry.or(usual);
    }

    private static String[] outputs() {
        return Arrays.stream(Output.values()).map(Enum::name).toArray(String[]::new);
    }
}
