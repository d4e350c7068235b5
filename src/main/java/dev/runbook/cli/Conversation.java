package dev.runbook.cli;

import dev.runbook.port.Approval;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Asks the person at the terminal, one question at a time. */
final class Conversation implements Approval {

    private static final long LOOK_EVERY_MILLIS = 100;

    private final Surroundings surroundings;
    private final boolean yes;
    private final boolean possible;
    private final Consumer<Boolean> hold;

    /**
     * @param yes whether every question is answered in advance
     * @param possible whether there is somebody to ask
     * @param hold told when a question begins and ends, so that nothing is drawn over it
     */
    Conversation(Surroundings surroundings, boolean yes, boolean possible, Consumer<Boolean> hold) {
        this.surroundings = surroundings;
        this.yes = yes;
        this.possible = possible;
        this.hold = hold;
    }

    @Override
    public synchronized boolean granted(String question) throws PortException, InterruptedException {
        if (yes) {
            return true;
        }
        if (!possible) {
            throw new PortException(
                    Kind.DENIED,
                    "asking",
                    "\"" + question + "\" needs an answer, and there is no terminal; give --yes");
        }
        hold.accept(true);
        try {
            surroundings.err().print(question + " [y/N] ");
            surroundings.err().flush();
            return answer().matches("(?i)\\s*y(es)?\\s*");
        } catch (IOException e) {
            throw new PortException(Kind.DENIED, "asking", "the answer could not be read", e);
        } finally {
            hold.accept(false);
        }
    }

    /** Reads a line without blocking for good, so that an interrupt is heard. */
    private String answer() throws IOException, InterruptedException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8));
        while (!reader.ready()) {
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        String line = reader.readLine();
        return line == null ? "" : line;
    }
}
