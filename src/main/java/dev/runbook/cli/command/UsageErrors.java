package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.help.Completions;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.PrintableText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what is wrong with a command line and what to write instead. */
final class UsageErrors implements IParameterExceptionHandler {

    private static final int LETTER = "-x".length();

    /**
     * The message about a mistake.
     *
     * @param hint what to write instead; empty when unknown
     */
    private record UsageMessage(String text, String hint) {}

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        UsageMessage message = describe(mistake);
        err.println(PrintableText.of(name + ": " + message.text()));
        if (!message.hint().isEmpty()) {
            err.println(PrintableText.of("  hint: " + message.hint()));
        }
        err.println("  " + name + " --help shows every option");
        err.flush();
        return ExitCode.USAGE;
    }

    private static UsageMessage describe(ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            return unknownArgument(unmatched.getUnmatched().get(0), mistake.getCommandLine());
        }
        if (mistake instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return missingParameter(missing.getMissing().get(0));
        }
        if (mistake instanceof OverwrittenOptionException twice) {
            return new UsageMessage(name(twice.getOverwritten()) + " is given twice", "leave one of the two out");
        }
        if (mistake.getArgSpec() != null && mistake.getValue() != null) {
            return invalidValue(mistake.getArgSpec(), mistake.getValue());
        }
        return new UsageMessage(
                String.valueOf(mistake.getMessage()).lines().findFirst().orElse("wrong arguments"), "");
    }

    private static UsageMessage unknownArgument(String word, CommandLine command) {
        String kind = word.startsWith("-")
                ? "unknown option"
                : command.getSubcommands().isEmpty() ? "one argument too many:" : "unknown command";
        // A single letter is equally near to every other letter.
        Optional<String> near =
                word.length() > LETTER ? Nearest.of(optionName(word), words(command)) : Optional.empty();
        return new UsageMessage(
                kind + " '" + word + "'",
                near.map(found -> "did you mean '" + found + "'?").orElse(""));
    }

    private static UsageMessage missingParameter(ArgSpec argument) {
        if (argument.isOption()) {
            return new UsageMessage(name(argument) + " needs a value: " + argument.paramLabel(), "");
        }
        List<String> choices = choices(argument);
        return new UsageMessage(
                argument.paramLabel() + " is missing",
                choices.isEmpty() ? String.join(" ", argument.description()) : "write one of: " + joinChoices(choices));
    }

    private static UsageMessage invalidValue(ArgSpec argument, String value) {
        List<String> choices = choices(argument);
        if (!choices.isEmpty()) {
            return new UsageMessage(
                    invalidValueText(argument, value),
                    Nearest.hint(value, choices, "write one of: " + joinChoices(choices)));
        }
        return isFlag(argument)
                ? new UsageMessage(name(argument) + " takes no value, and '" + value + "' is given", "leave it out")
                : new UsageMessage(invalidValueText(argument, value), "write a whole number");
    }

    private static String invalidValueText(ArgSpec argument, String value) {
        return name(argument) + " cannot be '" + value + "'";
    }

    private static boolean isFlag(ArgSpec argument) {
        return argument.type() == boolean.class || argument.type() == boolean[].class;
    }

    /** The words that an option or parameter accepts; none if it accepts any text. */
    private static List<String> choices(ArgSpec argument) {
        Object[] constants = argument.type().getEnumConstants();
        return constants == null
                ? Completions.choices(argument.paramLabel())
                : Stream.of(constants).map(String::valueOf).toList();
    }

    private static String joinChoices(List<String> choices) {
        return String.join(", ", choices);
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
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
