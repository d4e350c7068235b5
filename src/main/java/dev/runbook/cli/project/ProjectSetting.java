package dev.runbook.cli.project;

import dev.runbook.cli.OutputFormat;
import dev.runbook.yaml.MappingSpec;
import dev.runbook.yaml.ValueShape;
import java.util.Arrays;

/** The settings that a project has in {@code runbook.yml} or that an environment variable overrides. */
public enum ProjectSetting {
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
    private final String defaultValue;
    private final String doc;
    private final String example;

    ProjectSetting(String key, String usual, String doc, String example) {
        this.key = key;
        this.defaultValue = usual;
        this.doc = doc;
        this.example = example;
    }

    /** The keys of {@code runbook.yml}. */
    public static MappingSpec form() {
        return new MappingSpec(
                "runbook.yml",
                Arrays.stream(values()).map(ProjectSetting::entry).toList());
    }

    public String key() {
        return key;
    }

    ValueShape shape() {
        return switch (this) {
            case INVENTORY, STATE -> ValueShape.text();
            case FORKS -> ValueShape.whole(1, FORKS_MAX);
            case VERBOSITY -> ValueShape.whole(0, VERBOSITY_MAX);
            case OUTPUT -> ValueShape.words(outputs());
        };
    }

    /** The name of its environment variable. */
    public String variable() {
        return "RUNBOOK_" + name();
    }

    public String doc() {
        return doc;
    }

    /** The default; empty if it depends on the files of the project. */
    String defaultValue() {
        return defaultValue;
    }

    private MappingSpec.Key entry() {
        MappingSpec.Key entry = MappingSpec.Key.optional(key, shape(), doc, example);
        return defaultValue.isEmpty() ? entry : entry.withDefault(defaultValue);
    }

    private static String[] outputs() {
        return Arrays.stream(OutputFormat.values()).map(Enum::name).toArray(String[]::new);
    }
}
