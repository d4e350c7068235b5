package dev.runbook.cli.help;

import dev.runbook.cli.project.ProjectSetting;
import dev.runbook.engine.Modules;
import dev.runbook.expression.Value;
import dev.runbook.inventory.InventoryKeys;
import dev.runbook.modules.sql.rules.RulesFileKeys;
import dev.runbook.schema.EventSchema;
import dev.runbook.schema.JsonSchema;
import dev.runbook.schema.RunbookSchema;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of files that have a schema, with their words on the command line. */
public enum SchemaKind {
    RUNBOOK("runbook"),
    TASKS("tasks"),
    INVENTORY("inventory"),
    MASKING("masking"),
    CONFIG("config"),
    EVENTS("events");

    private final String word;

    SchemaKind(String word) {
        this.word = word;
    }

    public static Optional<SchemaKind> of(String word) {
        return Arrays.stream(values())
                .filter(schemaKind -> schemaKind.word.equals(word))
                .findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(schemaKind -> schemaKind.word).toList();
    }

    public String word() {
        return word;
    }

    /** Whether a person writes such files, in an editor that can check them. */
    public boolean isEdited() {
        return this != EVENTS;
    }

    public Value.Fields schema() throws IOException {
        return switch (this) {
            case RUNBOOK -> RunbookSchema.runbook(ModulePages.words(Modules.discover()));
            case TASKS -> RunbookSchema.tasks(ModulePages.words(Modules.discover()));
            case INVENTORY -> JsonSchema.of(InventoryKeys.spec(), "runbook inventory");
            case MASKING -> JsonSchema.of(RulesFileKeys.spec(), "runbook masking rules");
            case CONFIG -> JsonSchema.of(ProjectSetting.form(), "runbook.yml");
            case EVENTS -> EventSchema.line();
        };
    }
}
