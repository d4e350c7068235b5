package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.TextOrJson;
import dev.runbook.cli.TextTable;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.ProjectSetting;
import dev.runbook.cli.project.ProjectSettings;
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
final class ConfigCommand implements Callable<Integer> {

    private final ProcessContext context;

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
    private TextOrJson output = TextOrJson.text;

    ConfigCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException {
        if (!command.equals("show")) {
            throw new UsageException(
                    "config has no command '" + command + "'", Nearest.hint(command, List.of("show"), "write show"));
        }
        Map<ProjectSetting, ProjectSettings.SettingValue> all = new LinkedHashMap<>();
        ProjectSettings settings = context.settings();
        for (ProjectSetting setting : ProjectSetting.values()) {
            ProjectSettings.SettingValue settingValue = settings.resolve(setting, option(setting), optionName(setting));
            String value = setting == ProjectSetting.STATE ? context.state().toString() : settingValue.value();
            all.put(setting, new ProjectSettings.SettingValue(value, settingValue.origin(), settingValue.isFromFile()));
        }
        if (output == TextOrJson.json) {
            context.out().print(Json.writePretty(json(all)));
        } else {
            TextTable table = new TextTable().row("setting", "value", "origin");
            all.forEach((setting, settingValue) ->
                    table.row(setting.key(), displayValue(settingValue), settingValue.origin()));
            table.lines().forEach(context.out()::println);
        }
        return ExitCode.OK;
    }

    private Optional<String> option(ProjectSetting setting) {
        return switch (setting) {
            case INVENTORY -> Optional.ofNullable(inventory);
            case FORKS -> Optional.ofNullable(forks).map(String::valueOf);
            case STATE, OUTPUT, VERBOSITY -> Optional.empty();
        };
    }

    private static String optionName(ProjectSetting setting) {
        return setting == ProjectSetting.INVENTORY ? "-i" : "--" + setting.key();
    }

    private static String displayValue(ProjectSettings.SettingValue settingValue) {
        return settingValue.value().isEmpty()
                ? "(inventories/default.yml, or the only one there)"
                : settingValue.value();
    }

    private static Value.Fields json(Map<ProjectSetting, ProjectSettings.SettingValue> all) {
        Map<String, Value> fields = new LinkedHashMap<>();
        all.forEach((setting, settingValue) -> {
            Value value = settingValue.value().isEmpty()
                    ? new Value.Null()
                    : setting == ProjectSetting.FORKS || setting == ProjectSetting.VERBOSITY
                            ? new Value.Whole(Long.parseLong(settingValue.value()))
                            : new Value.Text(settingValue.value());
            Map<String, Value> field = new LinkedHashMap<>();
            field.put("value", value);
            field.put("origin", new Value.Text(settingValue.origin()));
            fields.put(setting.key(), new Value.Fields(field));
        });
        return new Value.Fields(fields);
    }
}
