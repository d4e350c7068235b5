package dev.runbook.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path folder;

    @Test
    void aFileHoldsOneSecretOnItsFirstLine() throws Exception {
        write("mask-key", "s3cr3t \nnote\n", "rw-------");

        assertThat(new SecretFiles(folder).secret("mask-key").reveal()).isEqualTo("s3cr3t ");
    }

    @Test
    void aFileThatEverybodyReadsIsDenied() throws Exception {
        write("open", "s3cr3t\n", "rw-r--r--");

        assertKind(Kind.DENIED, () -> new SecretFiles(folder).secret("open"), "chmod 600");
    }

    @Test
    void aMissingOrEmptyFileIsNotFound() throws Exception {
        write("empty", "\n", "rw-------");

        assertKind(Kind.NOT_FOUND, () -> new SecretFiles(folder).secret("none"), "there is no file");
        assertKind(Kind.NOT_FOUND, () -> new SecretFiles(folder).secret("empty"), "empty");
    }

    @Test
    void aNameCannotLeaveTheFolder() {
        assertKind(Kind.BROKEN, () -> new SecretFiles(folder).secret("../passwd"), "names a file");
        assertKind(Kind.BROKEN, () -> new SecretFiles(folder).secret(".."), "names a file");
    }

    @Test
    @Tag("slow")
    void aCommandPrintsTheSecretOfTheNameItIsGiven() throws Exception {
        assertThat(command("echo \"secret of $0\"").secret("db").reveal()).isEqualTo("secret of db");
        assertKind(Kind.DENIED, () -> command("exit 3").secret("db"), "exit code 3");
        assertKind(Kind.NOT_FOUND, () -> command("true").secret("db"), "printed nothing");
        assertKind(Kind.DENIED, () -> command("exec sleep 60").secret("db"), "exit code 137");
    }

    private SecretCommand command(String script) {
        return new SecretCommand(List.of("sh", "-c", script), folder, Duration.ofSeconds(2));
    }

    private void write(String name, String text, String permissions) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static void assertKind(Kind kind, ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PortException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(words)
                .hasMessageNotContaining("s3cr3t");
    }
}
