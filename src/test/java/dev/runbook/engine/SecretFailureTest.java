package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.engine.redact.MaskedFailure;
import dev.runbook.engine.redact.Redaction;
import dev.runbook.journal.Event;
import dev.runbook.modules.control.Command;
import dev.runbook.modules.control.Debug;
import dev.runbook.port.PortException;
import dev.runbook.port.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures that carry a secret in their message or in that of a cause. */
class SecretFailureTest {

    private static final String SECRET = "not-told-to-anybody";

    private static final String RUNBOOK = """
            - tasks:
                - command: {argv: [x]}
                  environment: {TOKEN: "{{ lookup('secret', 'database') }}"}
            """;

    @TempDir
    Path folder;

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        rig = new EngineFixture(folder, List.of(new Command(), new Debug()));
    }

    private RunOutcome run(Shell shell) throws Exception {
        return rig.with(Shell.class, shell).run(FaultTest.DEMO, RUNBOOK, false);
    }

    private String written() throws IOException {
        StringBuilder written = new StringBuilder(rig.story());
        try (Stream<Path> files = Files.walk(rig.state())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                written.append(Files.readString(file));
            }
        }
        return written.toString();
    }

    @Test
    void aFailureOfTheOutsideIsToldWithoutIt() throws Exception {
        RunOutcome outcome = run((command, out, err) -> {
            throw new PortException(
                    PortException.Kind.BROKEN, "process:x", "refused " + SECRET, new IOException("with " + SECRET));
        });
        assertThat(outcome.exit()).isEqualTo(RunOutcome.FAILED);
        assertThat(written()).contains("refused ***").doesNotContain(SECRET);
    }

    @Test
    void aFaultOfOurOwnIsToldWithoutIt() throws Exception {
        RunOutcome outcome = run((command, out, err) -> {
            throw new IllegalStateException("fault with " + SECRET, new IOException("and " + SECRET));
        });
        assertThat(outcome.exit()).isEqualTo(RunOutcome.INTERNAL);
        assertThat(written()).contains("fault with ***").doesNotContain(SECRET);
    }

    @Test
    void whatEndsTheProgramIsThrownOnWithoutIt() {
        Redaction redaction = new Redaction();
        redaction.addSecret(SECRET);
        IllegalStateException failure = new IllegalStateException("harmless", new IOException("cause with " + SECRET));
        failure.addSuppressed(new IOException("besides, " + SECRET));
        RuntimeException masked = MaskedFailure.of(failure, redaction);
        StringWriter trace = new StringWriter();
        masked.printStackTrace(new PrintWriter(trace, true));
        assertThat(trace.toString())
                .contains(
                        "java.lang.IllegalStateException: harmless",
                        "MaskedFailure: java.io.IOException: cause with ***",
                        "MaskedFailure: java.io.IOException: besides, ***",
                        "SecretFailureTest.java")
                .doesNotContain(SECRET);
        IllegalStateException other = new IllegalStateException("harmless");
        assertThat(MaskedFailure.of(other, redaction)).isSameAs(other);
    }

    @Test
    void aReportThatBreaksDoesNotTellIt() {
        rig.hearing(event -> {
            if (event.is(Event.RunStarted.class)) {
                throw new IllegalStateException("cannot show " + SECRET);
            }
        });
        assertThatThrownBy(() -> run((command, out, err) -> 0))
                .hasMessageContaining("cannot show ***")
                .hasMessageNotContaining(SECRET);
    }
}
