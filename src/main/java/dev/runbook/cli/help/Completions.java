package dev.runbook.cli.help;

import dev.runbook.cli.project.ProcessContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completes the last word of a command line; the label of an option or parameter decides which candidates it has. */
public final class Completions {

    private final CommandLine root;
    private final CompletionCandidates candidates;

    public Completions(ProcessContext context, CommandLine root) {
        this.root = root;
        this.candidates = new CompletionCandidates(context);
    }

    public static List<String> commandNames(CommandLine root) {
        return visibleCommands(root).stream().map(CommandSpec::name).toList();
    }

    /** The commands that are not hidden. */
    public static List<CommandSpec> visibleCommands(CommandLine root) {
        return root.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(verb -> !verb.usageMessage().hidden())
                .toList();
    }

    /** Candidates that start with the last of these words, which may be empty. */
    public List<String> complete(List<String> words) {
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        return candidates(words, last).stream()
                .filter(word -> word.startsWith(last))
                .distinct()
                .toList();
    }

    private List<String> candidates(List<String> words, String last) {
        if (words.size() < 2) {
            return commandNames(root);
        }
        CommandLine verb = root.getSubcommands().get(words.get(0));
        if (verb == null) {
            return List.of();
        }
        ParsedLine line = line(verb.getCommandSpec(), words.subList(1, words.size() - 1));
        if (line.openOption().isPresent()) {
            return values(line.openOption().get(), last, line);
        }
        if (last.startsWith("-")) {
            return verb.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .flatMap(option -> Arrays.stream(option.names()))
                    .toList();
        }
        int index = line.positions().size();
        return verb.getCommandSpec().positionalParameters().stream()
                .filter(parameter -> parameter.index().contains(index))
                .findFirst()
                .map(parameter -> values(parameter, last, line))
                .orElse(List.of());
    }

    /**
     * The words before the one to complete.
     *
     * @param openOption the option whose value is to be completed
     */
    private record ParsedLine(
            Optional<String> runbook,
            Optional<String> inventory,
            List<String> positions,
            Optional<ArgSpec> openOption) {
        ParsedLine {
            positions = List.copyOf(positions);
        }
    }

    private static ParsedLine line(CommandSpec verb, List<String> words) {
        List<String> positions = new ArrayList<>();
        Optional<String> inventory = Optional.empty();
        Optional<ArgSpec> open = Optional.empty();
        for (String word : words) {
            OptionSpec option = verb.optionsMap().get(word.startsWith("--") ? word.replaceFirst("=.*", "") : word);
            if (open.isPresent()) {
                inventory = isInventory(open.get()) ? Optional.of(word) : inventory;
                open = Optional.empty();
            } else if (option == null) {
                positions.add(word);
            } else if (word.contains("=")) {
                inventory = isInventory(option) ? Optional.of(word.substring(word.indexOf('=') + 1)) : inventory;
            } else if (option.arity().max() > 0) {
                open = Optional.of(option);
            }
        }
        Optional<String> runbook = verb.positionalParameters().stream()
                .filter(parameter -> parameter.paramLabel().equals("RUNBOOK"))
                .map(PositionalParamSpec::index)
                .filter(index -> index.min() < positions.size())
                .map(index -> positions.get(index.min()))
                .findFirst();
        return new ParsedLine(runbook, inventory, positions, open);
    }

    private static boolean isInventory(ArgSpec argument) {
        return argument instanceof OptionSpec option && option.longestName().equals("--inventory");
    }

    /** The values of an option or parameter, by its label in the help. */
    private List<String> values(ArgSpec argument, String last, ParsedLine line) {
        if (isInventory(argument)) {
            return candidates.inventories();
        }
        if (argument.completionCandidates() != null) {
            return StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                    .toList();
        }
        return switch (argument.paramLabel()) {
            case "RUNBOOK" -> candidates.runbooks();
            case "MODULE" -> candidates.modules();
            case "KEYWORD" -> candidates.keywords();
            case "COMMAND" -> commandNames(root);
            case "PAGE" ->
                Stream.of(List.of("runbook"), commandNames(root), candidates.modules())
                        .flatMap(List::stream)
                        .toList();
            case "RUN" -> candidates.runs();
            case "PATTERN", "PAIR", "P" -> listItems(last, candidates.pairs(line.inventory()));
            case "TAG[,TAG]" -> listItems(last, candidates.tags(line.runbook(), line.inventory()));
            case "TASK" -> candidates.tasks(line.runbook(), line.inventory());
            case "VAR" -> candidates.variables(line.inventory());
            default -> choices(argument.paramLabel());
        };
    }

    /** Each word as the next item of a list, after the last comma, colon or operator of the input. */
    private static List<String> listItems(String last, List<String> words) {
        String before = last.replaceFirst("[^,:&!]*$", "");
        return words.stream().map(word -> before + word).toList();
    }

    /** The values of a label such as {@code tasks|pairs|tags}; none for a file or free text, which the shell completes. */
    public static List<String> choices(String label) {
        return label.matches("[a-z0-9-]+(\\|[a-z0-9-]+)*") ? List.of(label.split("\\|")) : List.of();
    }
}
