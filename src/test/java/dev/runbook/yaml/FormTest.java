package dev.runbook.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FormTest {

    private static final Form BOX = Form.of(
            "a box",
            Form.Key.required("width", Shape.whole(1, 9), "How wide.", "3"),
            Form.Key.optional("colour", Shape.text(), "Which colour.", "red"));

    private final Problems problems = new Problems();

    @Test
    void aReaderThatAsksForAKeyOutsideOfTheTableEndsTheProgram() {
        MappingReader reader = reader("{width: 3, depth: 4}");
        assertThatThrownBy(() -> reader.whole("depth"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("'depth' is read but is not in the table of a box");
    }

    @Test
    void aReaderThatLeavesAKeyOfTheTableOutEndsTheProgram() {
        MappingReader reader = reader("width: 3");
        reader.required("width");
        assertThatThrownBy(reader::done)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a box has the keys [width, colour]");
    }

    @Test
    void keysThatStandInNoTableAreReportedWithTheNearestThatDoes() {
        MappingReader reader = reader("{width: 3, colur: red}");
        reader.required("width");
        reader.text("colour");
        reader.done();
        assertThat(problems.sorted())
                .extracting(Problem::summary, Problem::hint)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("unknown key 'colur' in a box", "did you mean 'colour'?"));
    }

    private MappingReader reader(String yaml) {
        return MappingReader.of(Yaml.read(new Source("box.yml", yaml), problems).orElseThrow(), BOX, problems);
    }
}
