package dev.runbook.cli;

import dev.runbook.port.Approval;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.yaml.Printable;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks questions at the terminal, one at a time. */
final class Conversation implements Approval {

    private static final long LOOK_EVERY_MILLIS = 100;

    private final Surroundings surroundings;
    private final Manner manner;
    private final Consumer<Optional<String>> asking;
    private final BufferedReader answers;
    private boolean eachTask;

    /**
     * How questions are answered.
     *
     * @param yes whether every question is answered with yes in advance
     * @param possible whether there is a terminal to ask at
     * @param eachTask whether to ask before each task of each pair
     */
    record Manner(boolean yes, boolean possible, boolean eachTask) {}

    /** @param asking receives the open question, so that nothing is drawn over it, and empty once it is answered */
    Conversation(Surroundings surroundings, Manner manner, Consumer<Optional<String>> asking) {
        this.surroundings = surroundings;
        this.manner = manner;
        this.asking = asking;
        this.answers = new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8));
        this.eachTask = manner.eachTask();
    }

    @Override
    public synchronized boolean isGranted(String question) throws PortException, InterruptedException {
        return manner.yes() || answer(question, question + " [y/N] ").matches("y(es)?");
    }

    @Override
    public synchronized boolean isWanted(String pair, String task) throws PortException, InterruptedException {
        while (eachTask) {
            String question = pair + "  run " + task + "?";
            String answer = answer(question, question + " (N)o/(y)es/(c)ontinue: ");
            eachTask = !answer.matches("c(ontinue)?");
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
        return manner.possible() && (!secret || hiding().isPresent());
    }

    /** Asks a question with a free-form answer. */
    synchronized String ask(String question, boolean secret) throws PortException, InterruptedException {
        if (secret) {
            return hiding().flatMap(console -> Optional.ofNullable(console.readPassword("%s", Printable.of(question))))
                    .map(String::new)
                    .orElse("");
        }
        surroundings.err().print(Printable.of(question));
        surroundings.err().flush();
        try {
            return line().strip();
        } catch (IOException e) {
            throw new PortException(Kind.UNANSWERED, "asking", "the answer could not be read", e);
        }
    }

    /** The console if input and output are a terminal; newer versions of Java return one in other cases, too. */
    @SuppressWarnings("SystemConsoleNull")
    private static Optional<Console> hiding() {
        return Optional.ofNullable(System.console());
    }

    /** The answer in lower case, stripped. */
    private String answer(String question, String prompt) throws PortException, InterruptedException {
        if (!manner.possible()) {
            throw new PortException(
                    Kind.UNANSWERED, "asking", "\"" + question + "\" needs an answer, and there is no terminal");
        }
        if (Thread.interrupted()) {
            // The run was stopped during another question: this one is not asked.
            throw new InterruptedException();
        }
        asking.accept(Optional.of(Printable.of(prompt)));
        try {
            surroundings.err().print(Printable.of(prompt));
            surroundings.err().flush();
            return line().strip().toLowerCase(Locale.ROOT);
        } catch (InterruptedException e) {
            surroundings.err().println();
            surroundings.err().flush();
            throw e;
        } catch (IOException e) {
            throw new PortException(Kind.UNANSWERED, "asking", "the answer could not be read", e);
        } finally {
            asking.accept(Optional.empty());
        }
    }

    /** Reads a line by polling, so that an interrupt ends the wait. */
    private String line() throws IOException, InterruptedException {
        while (!answers.ready()) {
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        String line = answers.readLine();
        return line == null ? "" : line;
    }
}
