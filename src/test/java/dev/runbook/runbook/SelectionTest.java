package dev.runbook.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

    private static final String RUNBOOK = """
            - tasks:
                - {name: Plain, debug: {msg: a}}
                - {name: Clone it, debug: {msg: a}, tags: [clone, slow]}
                - {name: Mask it, debug: {msg: a}, tags: mask}
                - {name: Report, debug: {msg: a}, tags: always}
                - {name: Wipe, debug: {msg: a}, tags: [never, wipe]}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | - | - | plain clone-it mask-it report",
                "clone | - | - | clone-it report",
                "clone,mask | - | - | clone-it mask-it report",
                "wipe | - | - | report wipe",
                "all | - | - | plain clone-it mask-it report",
                "tagged | - | - | clone-it mask-it report",
                "tagged,wipe | - | - | clone-it mask-it report wipe",
                "never | - | - | report wipe",
                "untagged | - | - | plain report",
                "- | slow | - | plain mask-it report",
                "- | always | - | plain clone-it mask-it",
                "- | tagged | - | plain",
                "- | - | mask-it | mask-it report",
                "- | - | Mask* | mask-it report",
                "clone | - | mask it | report",
            })
    void takesTheTasksAskedFor(String tags, String skipTags, String from, String expected) {
        Problems problems = new Problems();
        Runbook runbook = runbook();
        Selection selection = Selection.of(runbook, request(tags, skipTags, from), problems);
        assertThat(problems.isEmpty()).isTrue();
        assertThat(runbook.tasks().stream().filter(selection::includes).map(Task::id))
                .containsExactly(expected.split(" "));
    }

    @Test
    void reportsTagsAndTasksThatDoNotExist() {
        Problems problems = new Problems();
        Selection.of(runbook(), request("maks,clone", "slwo", "Mask them"), problems);
        assertThat(problems.toSortedList())
                .extracting(Problem::summary, Problem::hint)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "the runbook has no task 'Mask them'", "tasks: plain, clone-it, mask-it, report, wipe"),
                        org.assertj.core.groups.Tuple.tuple(
                                "no play or task has the tag 'slwo'", "did you mean 'slow'?"),
                        org.assertj.core.groups.Tuple.tuple(
                                "no play or task has the tag 'maks'", "did you mean 'mask'?"));
    }

    private static Selection.Request request(String tags, String skipTags, String from) {
        return new Selection.Request(
                word("--tags", tags).toList(),
                word("--skip-tags", skipTags).toList(),
                word("--from", from).findFirst());
    }

    private static Stream<Node.Scalar> word(String option, @org.jspecify.annotations.Nullable String text) {
        return Optional.ofNullable(text).stream()
                .map(word -> new Node.Scalar(word, true, new Source(option, word).start()));
    }

    private static Runbook runbook() {
        LoadContext loadContext = new LoadContext(
                new FixedModuleCatalogue(), (path, namedIn) -> Optional.empty(), FixedModuleCatalogue.VARIABLES);
        return Runbook.read(new Source("r.yml", RUNBOOK), loadContext, new Problems())
                .orElseThrow();
    }
}
