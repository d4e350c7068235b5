package dev.runbook.cli;

import dev.runbook.yaml.Nearest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a mistyped command with the nearest right word. */
final class Mistakes implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + said(mistake));
        hint(mistake, command).ifPresent(hint -> err.println("  hint: " + hint));
        err.println("  " + name + " --help shows every option");
        err.flush();
        return Exit.USAGE;
    }

    private static String said(ParameterException mistake) {
        List<String> words = unmatched(mistake);
        if (words.isEmpty()) {
            return String.valueOf(mistake.getMessage()).lines().findFirst().orElse("wrong arguments");
        }
        String kind = words.get(0).startsWith("-")
                ? "unknown option"
                : mistake.getCommandLine().getSubcommands().isEmpty() ? "one argument too many:" : "unknown verb";
        return kind + " '" + words.get(0) + "'";
    }

    private static Optional<String> hint(ParameterException mistake, CommandLine command) {
        return unmatched(mistake).stream()
                .findFirst()
                .flatMap(word -> Nearest.of(optionName(word), words(command)))
                .map(near -> "did you mean '" + near + "'?");
    }

    private static List<String> unmatched(ParameterException mistake) {
        return mistake instanceof UnmatchedArgumentException unmatched ? unmatched.getUnmatched() : List.of();
    }

    private static List<String> words(CommandLine command) {
        return Stream.concat(
                        command.getCommandSpec().optionsMap().keySet().stream(),
                        command.getSubcommands().keySet().stream())
                .toList();
    }

    private static String optionName(String word) {
        return word.startsWith("--") && word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    }
}
