package dev.runbook.cli;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.yaml.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints every setting with its value and origin. */
@Command(
        name = "config",
        header = "Shows every setting with its value and origin.",
        description = {
            "show  the settings that apply in this folder",
            "",
            "A setting comes from an option, else from a variable (RUNBOOK_INVENTORY, RUNBOOK_FORKS, RUNBOOK_STATE,"
                    + " RUNBOOK_OUTPUT, RUNBOOK_VERBOSITY), else from runbook.yml of the project, else it is the default.",
            "The project is the nearest parent folder with runbook.yml, inventories, runbooks or .runbook, else the"
                    + " installation of runbook, else the current folder. Paths in runbook.yml start at its own folder:",
            "  inventory: production",
            "  forks: 8",
            "  state: /srv/runbook",
            "  output: jsonl",
            "  verbosity: 1"
        },
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class ConfigVerb implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "show", description = "what to do")
    private String command = "";

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "as for run")
    private @Nullable String inventory;

    @Option(
            names = {"-f", "--forks"},
            paramLabel = "N",
            description = "as for run")
    private @Nullable Integer forks;

    @Option(names = "--output", paramLabel = "text|json", description = "for people, or one JSON document")
    private Form output = Form.text;

    ConfigVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws UsageException {
        if (!command.equals("show")) {
            throw new UsageException(
                    "config has no command '" + command + "'", Nearest.hint(command, List.of("show"), "write show"));
        }
        Map<Setting, Settings.Chosen> all = new LinkedHashMap<>();
        Settings settings = surroundings.settings();
        for (Setting setting : Setting.values()) {
            Settings.Chosen chosen = settings.chosen(setting, option(setting), optionName(setting));
            String value = setting == Setting.STATE ? surroundings.state().toString() : chosen.value();
            all.put(setting, new Settings.Chosen(value, chosen.origin(), chosen.inFile()));
        }
        if (output == Form.json) {
            surroundings.out().print(Json.pretty(json(all)));
        } else {
            Table table = new Table().row("setting", "value", "origin");
            all.forEach((setting, chosen) -> table.row(setting.key(), shown(chosen), chosen.origin()));
            table.lines().forEach(surroundings.out()::println);
        }
        return Exit.OK;
    }

    private Optional<String> option(Setting setting) {
        return switch (setting) {
            case INVENTORY -> Optional.ofNullable(inventory);
            case FORKS -> Optional.ofNullable(forks).map(String::valueOf);
            case STATE, OUTPUT, VERBOSITY -> Optional.empty();
        };
    }

    private static String optionName(Setting setting) {
        return setting == Setting.INVENTORY ? "-i" : "--" + setting.key();
    }

    private static String shown(Settings.Chosen chosen) {
        return chosen.value().isEmpty() ? "(inventories/default.yml, or the only one there)" : chosen.value();
    }

    private static Value.Fields json(Map<Setting, Settings.Chosen> all) {
        Map<String, Value> fields = new LinkedHashMap<>();
        all.forEach((setting, chosen) -> {
            Value value = chosen.value().isEmpty()
                    ? new Value.Null()
                    : setting == Setting.FORKS || setting == Setting.VERBOSITY
                            ? new Value.Whole(Long.parseLong(chosen.value()))
                            : new Value.Text(chosen.value());
            Map<String, Value> field = new LinkedHashMap<>();
            field.put("value", value);
            field.put("origin", new Value.Text(chosen.origin()));
            fields.put(setting.key(), new Value.Fields(field));
        });
        return new Value.Fields(fields);
    }
}
