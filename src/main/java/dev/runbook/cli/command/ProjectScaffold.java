package dev.runbook.cli.command;

import dev.runbook.cli.TextTable;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.help.SchemaKind;
import dev.runbook.expression.Json;
import dev.runbook.inventory.Inventory;
import dev.runbook.yaml.ProblemException;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the files of a new project from templates. */
record ProjectScaffold(
        String source, String target, String region, String pair, String database, String user, String quarantine) {

    private static final String WORD = "[A-Za-z0-9][A-Za-z0-9_.-]*";
    private static final String INVENTORY = "inventories/default.yml";

    private static final Map<String, String> TEMPLATES = Map.of(
            "runbooks/refresh.yml",
            "init-runbook.yml",
            INVENTORY,
            "init-inventory.yml",
            "sql/masking.yml",
            "init-masking.yml",
            "runbook.yml",
            "init-settings.yml",
            ".gitignore",
            "init-gitignore");

    private static final List<String> ORDER =
            List.of("runbooks/refresh.yml", INVENTORY, "sql/masking.yml", "runbook.yml", ".gitignore");

    /** Writes the files that do not exist yet, and returns a line about each file. */
    List<String> write(Path root) throws UsageException, ProblemException, IOException {
        Map<String, String> texts = texts();
        TextTable table = new TextTable();
        for (String name : ORDER) {
            Path file = root.resolve(name);
            boolean exists = Files.exists(file);
            if (!exists) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, texts.getOrDefault(name, ""));
            }
            table.row(exists ? "kept" : "wrote", name, exists ? "exists already, not changed" : "");
        }
        Path schemas = Files.createDirectories(root.resolve("schemas"));
        for (SchemaKind schemaKind : SchemaKind.values()) {
            if (!schemaKind.isEdited()) {
                continue;
            }
            Files.writeString(schemas.resolve(schemaKind.word() + ".json"), Json.writePretty(schemaKind.schema()));
        }
        table.row("wrote", "schemas/", "for editors, to check these files");
        return table.lines();
    }

    /** The texts of the files, by path; refuses an inventory with mistakes. */
    private Map<String, String> texts() throws UsageException, ProblemException, IOException {
        Map<String, String> names = names();
        for (Map.Entry<String, String> name : names.entrySet()) {
            if (!name.getValue().matches(WORD)) {
                throw new UsageException(
                        name.getKey() + " '" + name.getValue() + "' has characters that the files cannot contain",
                        "use letters, digits, hyphens, dots and _");
            }
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (String file : ORDER) {
            texts.put(file, fill(template(TEMPLATES.getOrDefault(file, "")), names));
        }
        Problems problems = new Problems();
        Inventory.read(List.of(new Source(INVENTORY, texts.getOrDefault(INVENTORY, ""))), problems);
        problems.throwIfAny();
        return texts;
    }

    private Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("source", source);
        names.put("target", target);
        names.put("region", region);
        names.put("pair", pair);
        names.put("database", database);
        names.put("user", user);
        names.put("quarantine", quarantine);
        return names;
    }

    private static String fill(String template, Map<String, String> names) {
        List<String> lines = new ArrayList<>();
        template.lines().forEach(line -> {
            String filled = line;
            for (Map.Entry<String, String> name : names.entrySet()) {
                filled = filled.replace("@" + name.getKey() + "@", name.getValue());
            }
            lines.add(filled);
        });
        return String.join("\n", lines) + "\n";
    }

    private static String template(String name) throws IOException {
        try (InputStream template = ProjectScaffold.class.getResourceAsStream(name)) {
            if (template == null) {
                throw new IllegalStateException("there is no template " + name);
            }
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
