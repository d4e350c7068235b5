package dev.runbook.cli;

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
record VerbPage(String version) {

    private static final Map<String, String> EXITS = exits();

    /** The page of the program: its commands, exit codes, environment variables and files. */
    String program(CommandLine root, List<String> modules) {
        Roff page = new Roff("runbook", 1, version);
        page.section("name").line("runbook \\- " + Roff.escaped(header(root.getCommandSpec())));
        page.section("synopsis")
                .line(Roff.bold("runbook") + " " + Roff.italic("COMMAND") + " [" + Roff.italic("options") + "]");
        page.section("commands");
        for (CommandSpec verb : Completions.specs(root)) {
            page.entry(Roff.bold("runbook-" + verb.name()) + "(1)", Roff.escaped(header(verb)));
        }
        page.section("exit status");
        EXITS.forEach((code, meaning) -> page.entry(Roff.bold(code), Roff.escaped(meaning)));
        page.section("environment");
        for (Setting setting : Setting.values()) {
            page.entry(Roff.bold(setting.variable()), Roff.escaped(setting.doc()));
        }
        page.entry(
                Roff.bold("RUNBOOK_SECRET_COMMAND"),
                "The program that looks up a secret: it gets the name as its argument and prints the value.");
        page.entry(Roff.bold("NO_COLOR") + ", " + Roff.bold("CLICOLOR_FORCE"), "No colours, or colours everywhere.");
        page.section("files");
        page.entry(Roff.italic("runbook.yml"), "Settings of the project; see " + Roff.bold("runbook-config") + "(1).");
        page.entry(Roff.italic("runbooks/*.yml"), "Runbooks that can be given by name.");
        page.entry(Roff.italic("inventories/*.yml"), "Inventories that can be given by name.");
        page.entry(Roff.italic(".runbook/"), "The state of the project: journals of runs, leases, secrets.");
        List<String> others = new ArrayList<>();
        Completions.verbs(root).forEach(verb -> others.add(Roff.bold("runbook-" + verb) + "(1)"));
        modules.forEach(module -> others.add(Roff.bold("runbook-" + module) + "(7)"));
        return page.section("see also").line(String.join(", ", others)).toString();
    }

    /** The page of a command. */
    String verb(CommandSpec spec) {
        Roff page = new Roff("runbook-" + spec.name(), 1, version);
        page.section("name").line(Roff.escaped("runbook-" + spec.name()) + " \\- " + Roff.escaped(header(spec)));
        page.section("synopsis").line(synopsis(spec));
        if (spec.usageMessage().description().length > 0) {
            page.section("description");
            description(page, List.of(spec.usageMessage().description()));
        }
        if (!spec.positionalParameters().isEmpty()) {
            page.section("arguments");
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                page.entry(Roff.italic(parameter.paramLabel()), sentence(parameter.description()));
            }
        }
        page.section("options");
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                page.entry(names(option), sentence(option.description()));
            }
        }
        return page.section("see also").line(Roff.bold("runbook") + "(1)").toString();
    }

    private static String synopsis(CommandSpec spec) {
        String parameters = spec.positionalParameters().stream()
                .map(parameter -> parameter.arity().min() == 0
                        ? " [" + Roff.italic(parameter.paramLabel()) + "]"
                        : " " + Roff.italic(parameter.paramLabel()))
                .collect(Collectors.joining());
        return Roff.bold("runbook " + spec.name()) + " [" + Roff.italic("options") + "]" + parameters;
    }

    private static String names(OptionSpec option) {
        String names = Arrays.stream(option.names()).map(Roff::bold).collect(Collectors.joining(", "));
        return option.arity().max() == 0 ? names : names + " " + Roff.italic(option.paramLabel());
    }

    /** Lines in columns or with indentation are verbatim; the others are paragraphs. */
    private static void description(Roff page, List<String> lines) {
        List<String> kept = new ArrayList<>();
        List<String> flowing = new ArrayList<>();
        for (String line : lines) {
            boolean table = line.matches("\\s+\\S.*|\\S+(\\s\\S+)*\\s{2,}\\S.*");
            if (!table && !kept.isEmpty()) {
                page.verbatim(List.copyOf(kept));
                kept.clear();
            }
            if ((table || line.isBlank()) && !flowing.isEmpty()) {
                page.paragraph(Roff.escaped(String.join(" ", flowing)));
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
            page.paragraph(Roff.escaped(String.join(" ", flowing)));
        }
    }

    /** All lines as one sentence, without the columns of the screen. */
    private static String sentence(String[] description) {
        String text = String.join("; ", description).replaceAll(" {2,}", " ");
        String first = text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT);
        return Roff.escaped(first + text.substring(Math.min(1, text.length())) + (text.endsWith(".") ? "" : "."));
    }

    private static String header(CommandSpec spec) {
        return String.join(" ", spec.usageMessage().header());
    }

    private static Map<String, String> exits() {
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
