package dev.runbook.cli.command;

import dev.runbook.cli.project.ProcessContext;
import dev.runbook.port.Approval;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.yaml.PrintableText;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks questions at the terminal, one at a time. */
final class ConsolePrompt implements Approval {

    private static final long POLL_MILLIS = 100;

    private final ProcessContext context;
    private final PromptMode mode;
    private final Consumer<Optional<String>> onQuestion;
    private final BufferedReader answers;
    private boolean stepMode;

    /**
     * How questions are answered.
     *
     * @param assumeYes whether every question is answered with yes in advance
     * @param isInteractive whether there is a terminal to ask at
     * @param stepMode whether to ask before each task of each pair
     */
    record PromptMode(boolean assumeYes, boolean isInteractive, boolean stepMode) {}

    /** @param asking receives the open question, so that nothing is drawn over it, and empty once it is answered */
    ConsolePrompt(ProcessContext context, PromptMode mode, Consumer<Optional<String>> asking) {
        this.context = context;
        this.mode = mode;
        this.onQuestion = asking;
        this.answers = new BufferedReader(new InputStreamReader(context.in(), StandardCharsets.UTF_8));
        this.stepMode = mode.stepMode();
    }

    @Override
    public synchronized boolean isGranted(String question) throws PortException, InterruptedException {
        return mode.assumeYes() || answer(question, question + " [y/N] ").matches("y(es)?");
    }

    @Override
    public synchronized boolean isWanted(String pair, String task) throws PortException, InterruptedException {
        while (stepMode) {
            String question = pair + "  run " + task + "?";
            String answer = answer(question, question + " (N)o/(y)es/(c)ontinue: ");
            stepMode = !answer.matches("c(ontinue)?");
            if (answer.matches("(n(o)?)?")) {
                return false;
            }
            if (answer.matches("y(es)?")) {
                return true;
            }
        }
        return true;
    }

    /** Whether a question can be asked; a secret needs a terminal that can hide the input. */
    boolean canAsk(boolean secret) {
        return mode.isInteractive() && (!secret || hiddenInputConsole().isPresent());
    }

    /** Asks a question with a free-form answer. */
    synchronized String ask(String question, boolean secret) throws PortException, InterruptedException {
        if (secret) {
            return hiddenInputConsole()
                    .flatMap(console -> Optional.ofNullable(console.readPassword("%s", PrintableText.of(question))))
                    .map(String::new)
                    .orElse("");
        }
        context.err().print(PrintableText.of(question));
        context.err().flush();
        try {
            return readLine().strip();
        } catch (IOException e) {
            throw new PortException(Kind.UNANSWERED, "asking", "the answer could not be read", e);
        }
    }

    /** The console if input and output are a terminal; newer versions of Java return one in other cases, too. */
    @SuppressWarnings("SystemConsoleNull")
    private static Optional<Console> hiddenInputConsole() {
        return Optional.ofNullable(System.console());
    }

    /** The answer in lower case, stripped. */
    private String answer(String question, String prompt) throws PortException, InterruptedException {
        if (!mode.isInteractive()) {
            throw new PortException(
                    Kind.UNANSWERED, "asking", "\"" + question + "\" needs an answer, and there is no terminal");
        }
        if (Thread.interrupted()) {
            // The run was stopped during another question: this one is not asked.
            throw new InterruptedException();
        }
        onQuestion.accept(Optional.of(PrintableText.of(prompt)));
        try {
            context.err().print(PrintableText.of(prompt));
            context.err().flush();
            return readLine().strip().toLowerCase(Locale.ROOT);
        } catch (InterruptedException e) {
            context.err().println();
            context.err().flush();
            throw e;
        } catch (IOException e) {
            throw new PortException(Kind.UNANSWERED, "asking", "the answer could not be read", e);
        } finally {
            onQuestion.accept(Optional.empty());
        }
    }

    /** Reads a line by polling, so that an interrupt ends the wait. */
    private String readLine() throws IOException, InterruptedException {
        while (!answers.ready()) {
            Thread.sleep(POLL_MILLIS);
        }
        String line = answers.readLine();
        return line == null ? "" : line;
    }
}
