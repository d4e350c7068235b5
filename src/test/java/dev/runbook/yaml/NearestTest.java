package dev.runbook.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void findsANameWithFewMistypings() {
        List<String> names = List.of("register", "retry", "rds-clone");
        assertThat(Nearest.of("regster", names)).contains("register");
        assertThat(Nearest.of("rtry", names)).contains("retry");
        assertThat(Nearest.of("rerty", names)).contains("retry");
        assertThat(Nearest.of("RDS_CLONE", names)).contains("rds-clone");
        assertThat(Nearest.of("other", names)).isEmpty();
    }

    @Test
    void givesTheOtherHintWhenNothingIsNear() {
        assertThat(Nearest.hint("xyz", List.of("name"), "known: name")).isEqualTo("known: name");
        assertThat(Nearest.hint("nmae", List.of("name"), "")).isEqualTo("did you mean 'name'?");
    }
}
