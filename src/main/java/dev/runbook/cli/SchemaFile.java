package dev.runbook.cli;

import dev.runbook.engine.Modules;
import dev.runbook.expression.Value;
import dev.runbook.inventory.InventoryForm;
import dev.runbook.modules.sql.rules.RulesFileKeys;
import dev.runbook.schema.EventSchema;
import dev.runbook.schema.JsonSchema;
import dev.runbook.schema.RunbookSchema;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of files that have a schema, with their words on the command line. */
enum SchemaFile {
    RUNBOOK("runbook"),
    TASKS("tasks"),
    INVENTORY("inventory"),
    MASKING("masking"),
    CONFIG("config"),
    EVENTS("events");

    private final String word;

    SchemaFile(String word) {
        this.word = word;
    }

    static Optional<SchemaFile> of(String word) {
        return Arrays.stream(values()).filter(file -> file.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(file -> file.word).toList();
    }

    String word() {
        return word;
    }

    /** Whether a person writes such files, in an editor that can check them. */
    boolean isEdited() {
        return this != EVENTS;
    }

    Value.Fields schema() throws IOException {
        return switch (this) {
            case RUNBOOK -> RunbookSchema.runbook(Pages.words(Modules.discover()));
            case TASKS -> RunbookSchema.tasks(Pages.words(Modules.discover()));
            case INVENTORY -> JsonSchema.of(InventoryForm.form(), "runbook inventory");
            case MASKING -> JsonSchema.of(RulesFileKeys.form(), "runbook masking rules");
            case CONFIG -> JsonSchema.of(Setting.form(), "runbook.yml");
            case EVENTS -> EventSchema.line();
        };
    }
}
