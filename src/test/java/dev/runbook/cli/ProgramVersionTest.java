package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProgramVersionTest {

    @Test
    void isTheVersionOfThePom() throws Exception {
        String version = Files.readString(Path.of("pom.xml")).replaceFirst("(?s).*?<version>([^<]*)<.*", "$1");
        assertThat(ProgramVersion.text()).isEqualTo("runbook " + version).containsPattern("[0-9]");
    }
}
