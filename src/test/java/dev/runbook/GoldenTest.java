package dev.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {

    @TempDir
    private Path folder;

    @Test
    void equalTextPasses() throws IOException {
        Path file = Files.writeString(folder.resolve("expected.txt"), "one\ntwo\n");
        new Golden(false).compare(file, "one\ntwo");
        assertThat(file).hasContent("one\ntwo\n");
    }

    @Test
    void aDifferenceIsShownAsADiffWithTheCommandThatRepairsIt() throws IOException {
        Path file = Files.writeString(folder.resolve("expected.txt"), "one\ntwo\nthree\n");
        assertThatThrownBy(() -> new Golden(false).compare(file, "one\n2\nthree\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("@ line 2\n  one\n- two\n+ 2\n  three\n")
                .hasMessageContaining("mvn test -Dgolden=write -Dtest=GoldenTest");
        assertThat(file).hasContent("one\ntwo\nthree\n");
    }

    @Test
    void aMissingFileFailsAndShowsWhatItWouldHold() {
        assertThatThrownBy(() -> new Golden(false).compare(folder.resolve("none.txt"), "one\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not exist")
                .hasMessageContaining("+ one");
    }

    @Test
    void writingMakesTheFileAndItsFolder() {
        Path file = folder.resolve("a-new-case/expected.txt");
        new Golden(true).compare(file, "one");
        assertThat(file).hasContent("one\n");
        new Golden(false).compare(file, "one");
    }

    @Test
    void addedAndRemovedLinesAreShownAtTheEnds() {
        assertThat(Golden.diff("a\nb\n", "a\nb\nc\n")).isEqualTo("@ line 3\n  a\n  b\n+ c");
        assertThat(Golden.diff("a\na\n", "a\n")).isEqualTo("@ line 2\n  a\n- a");
    }

    @Test
    void aStageWithoutCasesIsAnError() {
        assertThatThrownBy(() -> Golden.foldersOf(folder)).hasMessageContaining("holds no case");
        assertThatThrownBy(() -> Golden.cases("no-such-stage")).hasMessageContaining("cannot be read");
    }
}
