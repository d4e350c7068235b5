package dev.runbook.cli.project;

import dev.runbook.report.text.Display;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether standard output and input are terminals, and how text is displayed there.
 *
 * @param outputIsTerminal whether standard output is a terminal
 * @param inputIsTerminal whether standard input is a terminal, so that questions can be asked
 */
public record Terminal(ProcessContext context, boolean outputIsTerminal, boolean inputIsTerminal) {

    private static final int WIDTH_DEFAULT = 100;
    private static final int HEIGHT_DEFAULT = 24;

    public static Terminal of(ProcessContext context) {
        return new Terminal(context, isTerminal(1), isTerminal(0));
    }

    /** Width, colours and liveness of the output. */
    public Display display(boolean verbose) {
        String kind = context.variable("TERM").orElse("dumb");
        boolean live = outputIsTerminal
                && !kind.equals("dumb")
                && context.variable("CI").isEmpty();
        Optional<int[]> size = outputIsTerminal ? size() : Optional.empty();
        int width = sizeVariable("COLUMNS").or(() -> size.map(it -> it[1])).orElse(WIDTH_DEFAULT);
        int height = sizeVariable("LINES").or(() -> size.map(it -> it[0])).orElse(HEIGHT_DEFAULT);
        return new Display(width, height, live, usesColours(kind), verbose, ZoneId.systemDefault());
    }

    private boolean usesColours(String kind) {
        if (context.variable("NO_COLOR").isPresent()) {
            return false;
        }
        boolean forced = context.variable("CLICOLOR_FORCE")
                .filter(value -> !value.equals("0"))
                .isPresent();
        return forced || (outputIsTerminal && !kind.equals("dumb"));
    }

    private Optional<Integer> sizeVariable(String variable) {
        return context.variable(variable)
                .filter(text -> text.matches("[1-9][0-9]{0,3}"))
                .map(Integer::valueOf);
    }

    /** Lines and columns, from {@code stty size}. */
    private static Optional<int[]> size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            stty.waitFor(1, TimeUnit.SECONDS);
            String[] words = printed.split(" ");
            boolean usable = words.length == 2 && printed.matches("[1-9][0-9]{0,3} [1-9][0-9]{0,3}");
            return usable
                    ? Optional.of(new int[] {Integer.parseInt(words[0]), Integer.parseInt(words[1])})
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return isTerminalByTest(descriptor);
        }
    }

    /** Uses the standard program {@code test}, for systems without {@code /proc}. */
    private static boolean isTerminalByTest(int descriptor) {
        try {
            Process test = new ProcessBuilder("test", "-t", Integer.toString(descriptor))
                    .inheritIO()
                    .start();
            return test.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
