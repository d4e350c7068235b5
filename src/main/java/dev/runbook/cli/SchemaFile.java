package dev.runbook.cli;

import dev.runbook.expression.Value;
import dev.runbook.inventory.InventoryForm;
import dev.runbook.modules.sql.RulesForm;
import dev.runbook.schema.JsonSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of files that have a schema, in the words of the command line. */
enum SchemaFile {
    INVENTORY("inventory"),
    MASKING("masking");

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

    Value.Fields schema() {
        return switch (this) {
            case INVENTORY -> JsonSchema.of(InventoryForm.form(), "runbook inventory");
            case MASKING -> JsonSchema.of(RulesForm.form(), "runbook masking rules");
        };
    }
}
