package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.cli.project.ProcessContext;
import dev.runbook.port.PortException;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The questions at the terminal and the meaning of each answer. */
class ConsolePromptTest {

    private static final String MASK = "3/8 Mask what is personal";

    private final StringWriter shown = new StringWriter();
    private final List<Optional<String>> asked = new CopyOnWriteArrayList<>();

    @Test
    void yesCarriesATaskOutAndAnythingLikeNoLeavesItOut() throws Exception {
        ConsolePrompt consolePrompt = with("y\nYes\n\nn\n NO \n", new ConsolePrompt.PromptMode(false, true, true));
        List<Boolean> wanted = new ArrayList<>();
        for (int task = 0; task < 5; task++) {
            wanted.add(consolePrompt.isWanted("demo", MASK));
        }
        assertThat(wanted).containsExactly(true, true, false, false, false);
        assertThat(shown.toString())
                .startsWith("demo  run 3/8 Mask what is personal? (N)o/(y)es/(c)ontinue: demo  run");
    }

    @Test
    void afterContinueNobodyIsAskedAgain() throws Exception {
        ConsolePrompt consolePrompt = with("n\nc\n", new ConsolePrompt.PromptMode(false, true, true));
        assertThat(consolePrompt.isWanted("demo", MASK)).isFalse();
        assertThat(consolePrompt.isWanted("stage", MASK)).isTrue();
        assertThat(consolePrompt.isWanted("demo", "4/8 Swap")).isTrue();
        assertThat(asked).hasSize(4);
    }

    @Test
    void anAnswerThatMeansNothingIsAskedForAgain() throws Exception {
        ConsolePrompt consolePrompt = with("perhaps\ny\n", new ConsolePrompt.PromptMode(false, true, true));
        assertThat(consolePrompt.isWanted("demo", MASK)).isTrue();
        assertThat(asked).hasSize(4);
    }

    @Test
    void withoutTheWishForItNoTaskIsAskedAbout() throws Exception {
        assertThat(with("", new ConsolePrompt.PromptMode(false, false, false)).isWanted("demo", MASK))
                .isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void whatDrawsIsToldWhenAQuestionStandsAndWhenItIsAnswered() throws Exception {
        ConsolePrompt consolePrompt = with("y\n", new ConsolePrompt.PromptMode(false, true, false));
        assertThat(consolePrompt.isGranted("Swap now?")).isTrue();
        assertThat(asked).containsExactly(Optional.of("Swap now? [y/N] "), Optional.empty());
    }

    @Test
    void aStopEndsTheLineOfTheQuestionAndNoOtherIsAsked() throws Exception {
        ConsolePrompt consolePrompt = with("", new ConsolePrompt.PromptMode(false, true, true));
        List<Thread> pairs = new ArrayList<>();
        List<String> stopped = new CopyOnWriteArrayList<>();
        for (String pair : List.of("demo", "stage")) {
            pairs.add(new Thread(
                    () -> {
                        try {
                            consolePrompt.isWanted(pair, MASK);
                        } catch (InterruptedException | PortException e) {
                            stopped.add(pair);
                        }
                    },
                    pair));
        }
        pairs.forEach(Thread::start);
        while (asked.isEmpty()) {
            Thread.sleep(5);
        }
        // Interrupts the waiting thread first, as otherwise its question could be asked before the interrupt.
        pairs.stream()
                .sorted(Comparator.comparing(pair -> asked.get(0).orElseThrow().startsWith(pair.getName())))
                .forEach(Thread::interrupt);
        for (Thread pair : pairs) {
            pair.join();
        }
        assertThat(stopped).containsExactlyInAnyOrder("demo", "stage");
        assertThat(shown.toString()).containsOnlyOnce("  run ").endsWith("\n");
    }

    @Test
    void whereNobodyCanBeAskedTheQuestionFailsAtOnce() {
        ConsolePrompt consolePrompt = with("", new ConsolePrompt.PromptMode(false, false, false));
        assertThatThrownBy(() -> consolePrompt.isGranted("Swap now?"))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("there is no terminal");
    }

    private ConsolePrompt with(String typed, ConsolePrompt.PromptMode mode) {
        PrintWriter err = new PrintWriter(shown);
        ProcessContext context = new ProcessContext(
                Path.of(""),
                Path.of(""),
                Map.of(),
                err,
                err,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        return new ConsolePrompt(context, mode, asked::add);
    }
}
