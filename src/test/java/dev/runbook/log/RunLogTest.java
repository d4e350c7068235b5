package dev.runbook.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventLines;
import dev.runbook.journal.EventRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log contains everything except secrets, and only its owner can read it. */
class RunLogTest {

    private static final Instant AT = Instant.parse("2026-11-21T04:45:00.123Z");

    @TempDir
    Path folder;

    private final List<LogLine> onward = new ArrayList<>();

    @AfterEach
    void letGo() {
        RunLoggerFactory.ofProcess().orElseThrow().removeSink();
    }

    @Test
    void nothingIsMadeBeforeTheFirstLineWhichOnlyTheOwnerCanRead() throws Exception {
        Path file = folder.resolve("runs/r1/run.log");
        try (RunLog log = log(file)) {
            assertThat(file).doesNotExist();
            log.take(new LogLine(AT, LogDetail.CALL, "demo", "password hunter2\nand below"));
            EventRecord<?> event = new EventRecord<>(AT, "demo", "hello", new Event.OutputWritten("hi", false));
            log.writeEvent(event, EventLines.write(event));
            assertThat(Files.readAllLines(file))
                    .containsExactly(
                            "2026-11-21T04:45:00.123Z  call   demo  password ***",
                            "    and below",
                            "2026-11-21T04:45:00.123Z  event  demo  {\"at\":\"2026-11-21T04:45:00.123Z\","
                                    + "\"kind\":\"output\",\"pair\":\"demo\",\"task\":\"hello\",\"text\":\"hi\"}");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(onward).extracting(LogLine::text).containsExactly("password ***\nand below");
    }

    @Test
    void whatLibrariesSayComesThroughWithItsStackTraceAndWithoutSecrets() throws Exception {
        Path file = folder.resolve("run.log");
        Logger sdk = LoggerFactory.getLogger("software.amazon.awssdk.core.Retries");
        Logger credentials = LoggerFactory.getLogger("software.amazon.awssdk.auth.credentials.Chain");
        sdk.warn("before anybody listens");
        try (RunLog log = log(file)) {
            RunLoggerFactory.ofProcess().orElseThrow().setSink(log);
            sdk.warn("tried {} with hunter2", 3, new IllegalStateException("hunter2 refused"));
            sdk.debug("in passing");
            credentials.debug("no credentials in the environment");
            sdk.trace("too much");
            LoggerFactory.getLogger("software.amazon.awssdk.auth.signer.Aws4").debug("canonical request");
            LoggerFactory.getLogger("org.eclipse.jetty.Server").info("not ours");
            LoggerFactory.getLogger("dev.runbook.adapter.aws.AwsCallLog").info("one call");
        }
        String text = Files.readString(file);
        assertThat(text)
                .contains("Retries: tried 3 with ***", "    java.lang.IllegalStateException: *** refused", "RunLogTest")
                .containsPattern("(?m) wire .*Chain: no credentials in the environment$")
                .containsPattern("(?m) call .*one call$")
                .doesNotContain("hunter2", "before anybody", "too much", "in passing", "canonical", "not ours");
    }

    @Test
    void theDeeperALineLooksTheMoreItTakesToSeeIt() {
        assertThat(LogDetail.TASK.isShownWith(1)).isFalse();
        assertThat(LogDetail.TASK.isShownWith(2)).isTrue();
        assertThat(LogDetail.CALL.isShownWith(2)).isFalse();
        assertThat(LogDetail.CALL.isShownWith(3)).isTrue();
        assertThat(LogDetail.WIRE.isShownWith(3)).isFalse();
        assertThat(LogDetail.WIRE.isShownWith(4)).isTrue();
    }

    @Test
    void aLogThatCannotBeWrittenStopsNobody() throws Exception {
        Path file = Files.createDirectories(folder.resolve("run.log"));
        try (RunLog log = log(file)) {
            log.take(new LogLine(AT, LogDetail.CALL, "", "lost in the file"));
        }
        assertThat(onward).hasSize(1);
    }

    private RunLog log(Path file) {
        return new RunLog(Optional.of(file), text -> text.replace("hunter2", "***"), onward::add);
    }
}
