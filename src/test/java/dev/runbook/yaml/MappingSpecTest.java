package dev.runbook.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MappingSpecTest {

    private static final MappingSpec BOX = MappingSpec.of(
            "a box",
            MappingSpec.Key.required("width", ValueShape.whole(1, 9), "How wide.", "3"),
            MappingSpec.Key.optional("colour", ValueShape.text(), "Which colour.", "red"));

    private final Problems problems = new Problems();

    @Test
    void readingAKeyThatTheSpecLacksIsAProgramError() {
        MappingReader reader = reader("{width: 3, depth: 4}");
        assertThatThrownBy(() -> reader.whole("depth"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("'depth' is read but is not in the table of a box");
    }

    @Test
    void notReadingAKeyOfTheSpecIsAProgramError() {
        MappingReader reader = reader("width: 3");
        reader.require("width");
        assertThatThrownBy(reader::reportUnknownKeys)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a box has the keys [width, colour]");
    }

    @Test
    void unknownKeysAreReportedWithTheNearestKnownKey() {
        MappingReader reader = reader("{width: 3, colur: red}");
        reader.require("width");
        reader.text("colour");
        reader.reportUnknownKeys();
        assertThat(problems.toSortedList())
                .extracting(Problem::summary, Problem::hint)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("unknown key 'colur' in a box", "did you mean 'colour'?"));
    }

    private MappingReader reader(String yaml) {
        return MappingReader.of(Yaml.read(new Source("box.yml", yaml), problems).orElseThrow(), BOX, problems);
    }
}
