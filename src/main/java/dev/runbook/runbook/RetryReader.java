package dev.runbook.runbook;

import dev.runbook.expression.Expression;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code retry}. */
final class RetryReader {

    private final Problems problems;

    RetryReader(Problems problems) {
        this.problems = problems;
    }

    Optional<Task.Retry> read(MappingReader task) {
        return task.mapping("retry", "retry").map(this::retry);
    }

    private Task.Retry retry(MappingReader reader) {
        Optional<Long> attempts = reader.whole("max_attempts");
        if (reader.require("max_attempts").isPresent()
                && attempts.isPresent()
                && (attempts.get() < 1 || attempts.get() > 1000)) {
            problems.add(
                    "wrong-value",
                    reader.position(),
                    "'max_attempts' must be between 1 and 1000, not " + attempts.get(),
                    "the first attempt counts");
        }
        Optional<Duration> delay = reader.duration("delay");
        Optional<Node.Scalar> backoff = reader.scalar("backoff");
        boolean exponential =
                backoff.map(Node.Scalar::text).filter("exponential"::equals).isPresent();
        backoff.filter(word -> !word.text().matches("constant|exponential"))
                .ifPresent(word -> problems.add(
                        "wrong-value",
                        word.position(),
                        "unknown backoff '" + word.text() + "'",
                        Nearest.hint(
                                word.text(), List.of("constant", "exponential"), "write constant or exponential")));
        List<Expression> until = TaskReader.conditions(reader.items("until"), problems);
        Set<String> on = codes(reader);
        reader.reportUnknownKeys();
        return new Task.Retry(
                attempts.orElse(1L).intValue(),
                delay.orElse(Duration.ofSeconds(5)),
                exponential ? Task.Backoff.EXPONENTIAL : Task.Backoff.CONSTANT,
                until,
                on);
    }

    private Set<String> codes(MappingReader reader) {
        reader.node("on")
                .filter(node ->
                        node instanceof Node.Sequence list && list.items().isEmpty())
                .ifPresent(list -> reportInvalidCode(list, "an empty list"));
        List<Node.Scalar> codes = reader.texts("on");
        codes.stream()
                .filter(code -> !code.text().matches(Keyword.CODE))
                .forEach(code -> reportInvalidCode(code, "'" + code.text() + "'"));
        return codes.stream().map(Node.Scalar::text).collect(Collectors.toSet());
    }

    private void reportInvalidCode(Node node, String found) {
        problems.add(
                "wrong-value",
                node.position(),
                "'on' must list AWS error codes, not " + found,
                "write codes as AWS spells them: Throttling, SnapshotQuotaExceeded, InvalidDBInstanceState");
    }
}
