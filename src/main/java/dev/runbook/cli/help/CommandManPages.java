package dev.runbook.cli.help;

import dev.runbook.cli.project.ProjectSetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Renders the manual pages of the program and its commands from the same model as {@code --help}. */
public record CommandManPages(String version) {

    private static final Map<String, String> EXIT_CODES = exitCodes();

    /** The page of the program: its commands, exit codes, environment variables and files. */
    public String programPage(CommandLine root, List<String> modules) {
        RoffBuilder page = new RoffBuilder("runbook", 1, version);
        page.section("name").line("runbook \\- " + RoffBuilder.escape(header(root.getCommandSpec())));
        page.section("synopsis")
                .line(RoffBuilder.bold("runbook") + " " + RoffBuilder.italic("COMMAND") + " ["
                        + RoffBuilder.italic("options") + "]");
        page.section("commands");
        for (CommandSpec verb : Completions.visibleCommands(root)) {
            page.entry(RoffBuilder.bold("runbook-" + verb.name()) + "(1)", RoffBuilder.escape(header(verb)));
        }
        page.section("exit status");
        EXIT_CODES.forEach((code, meaning) -> page.entry(RoffBuilder.bold(code), RoffBuilder.escape(meaning)));
        page.section("environment");
        for (ProjectSetting setting : ProjectSetting.values()) {
            page.entry(RoffBuilder.bold(setting.variable()), RoffBuilder.escape(setting.doc()));
        }
        page.entry(
                RoffBuilder.bold("RUNBOOK_SECRET_COMMAND"),
                "The program that looks up a secret: it gets the name as its argument and prints the value.");
        page.entry(
                RoffBuilder.bold("NO_COLOR") + ", " + RoffBuilder.bold("CLICOLOR_FORCE"),
                "No colours, or colours everywhere.");
        page.section("files");
        page.entry(
                RoffBuilder.italic("runbook.yml"),
                "Settings of the project; see " + RoffBuilder.bold("runbook-config") + "(1).");
        page.entry(RoffBuilder.italic("runbooks/*.yml"), "Runbooks that can be given by name.");
        page.entry(RoffBuilder.italic("inventories/*.yml"), "Inventories that can be given by name.");
        page.entry(RoffBuilder.italic(".runbook/"), "The state of the project: journals of runs, leases, secrets.");
        List<String> others = new ArrayList<>();
        Completions.commandNames(root).forEach(verb -> others.add(RoffBuilder.bold("runbook-" + verb) + "(1)"));
        modules.forEach(module -> others.add(RoffBuilder.bold("runbook-" + module) + "(7)"));
        return page.section("see also").line(String.join(", ", others)).toString();
    }

    /** The page of a command. */
    public String commandPage(CommandSpec spec) {
        RoffBuilder page = new RoffBuilder("runbook-" + spec.name(), 1, version);
        page.section("name")
                .line(RoffBuilder.escape("runbook-" + spec.name()) + " \\- " + RoffBuilder.escape(header(spec)));
        page.section("synopsis").line(synopsis(spec));
        if (spec.usageMessage().description().length > 0) {
            page.section("description");
            addDescription(page, List.of(spec.usageMessage().description()));
        }
        if (!spec.positionalParameters().isEmpty()) {
            page.section("arguments");
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                page.entry(RoffBuilder.italic(parameter.paramLabel()), toSentence(parameter.description()));
            }
        }
        page.section("options");
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                page.entry(names(option), toSentence(option.description()));
            }
        }
        return page.section("see also")
                .line(RoffBuilder.bold("runbook") + "(1)")
                .toString();
    }

    private static String synopsis(CommandSpec spec) {
        String parameters = spec.positionalParameters().stream()
                .map(parameter -> parameter.arity().min() == 0
                        ? " [" + RoffBuilder.italic(parameter.paramLabel()) + "]"
                        : " " + RoffBuilder.italic(parameter.paramLabel()))
                .collect(Collectors.joining());
        return RoffBuilder.bold("runbook " + spec.name()) + " [" + RoffBuilder.italic("options") + "]" + parameters;
    }

    private static String names(OptionSpec option) {
        String names = Arrays.stream(option.names()).map(RoffBuilder::bold).collect(Collectors.joining(", "));
        return option.arity().max() == 0 ? names : names + " " + RoffBuilder.italic(option.paramLabel());
    }

    /** Lines in columns or with indentation are verbatim; the others are paragraphs. */
    private static void addDescription(RoffBuilder page, List<String> lines) {
        List<String> kept = new ArrayList<>();
        List<String> flowing = new ArrayList<>();
        for (String line : lines) {
            boolean table = line.matches("\\s+\\S.*|\\S+(\\s\\S+)*\\s{2,}\\S.*");
            if (!table && !kept.isEmpty()) {
                page.verbatim(List.copyOf(kept));
                kept.clear();
            }
            if ((table || line.isBlank()) && !flowing.isEmpty()) {
                page.paragraph(RoffBuilder.escape(String.join(" ", flowing)));
                flowing.clear();
            }
            if (table) {
                kept.add(line);
            } else if (!line.isBlank()) {
                flowing.add(line);
            }
        }
        if (!kept.isEmpty()) {
            page.verbatim(kept);
        }
        if (!flowing.isEmpty()) {
            page.paragraph(RoffBuilder.escape(String.join(" ", flowing)));
        }
    }

    /** All lines as one sentence, without the columns of the screen. */
    private static String toSentence(String[] description) {
        String text = String.join("; ", description).replaceAll(" {2,}", " ");
        String first = text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT);
        return RoffBuilder.escape(first + text.substring(Math.min(1, text.length())) + (text.endsWith(".") ? "" : "."));
    }

    private static String header(CommandSpec spec) {
        return String.join(" ", spec.usageMessage().header());
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> exits = new LinkedHashMap<>();
        exits.put("0", "Success.");
        exits.put("1", "Internal error, or the output could not be written.");
        exits.put("2", "Wrong arguments.");
        exits.put("3", "A mistake in a file.");
        exits.put("4", "A task failed.");
        exits.put(
                "5",
                "Refused: to protect production or unmasked data, because another run has the target, or because a plan"
                        + " no longer matches.");
        exits.put("6", "No access to AWS; nothing was changed.");
        exits.put("10", "With --check and --detailed-exitcode: changes are pending.");
        exits.put("129, 130, 143", "Interrupted by a lost terminal, Ctrl-C or SIGTERM; the same command continues.");
        return Collections.unmodifiableMap(exits);
    }
}
