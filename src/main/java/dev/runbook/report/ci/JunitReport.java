package dev.runbook.report.ci;

import dev.runbook.journal.Event;
import dev.runbook.journal.Event.PairEnded;
import dev.runbook.journal.Event.TaskEnded;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.TaskStatus;
import dev.runbook.report.Markup;
import dev.runbook.report.RunConclusion;
import dev.runbook.report.RunTree;
import dev.runbook.report.text.MessageText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A run as JUnit XML: a suite for each pair, a case for each task. */
final class JunitReport {

    private final StringBuilder xml = new StringBuilder();

    private JunitReport() {}

    static String of(RunTree run) {
        JunitReport report = new JunitReport();
        report.all(run);
        return report.xml.toString();
    }

    private void all(RunTree run) {
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
        attribute("name", run.title());
        attribute(
                "tests",
                count(run.pairs().stream().mapToLong(JunitReport::tests).sum()));
        attribute(
                "failures",
                count(run.pairs().stream().mapToLong(JunitReport::failures).sum()));
        attribute(
                "errors",
                count(run.pairs().stream().mapToLong(JunitReport::errors).sum()));
        attribute(
                "skipped",
                count(run.pairs().stream().mapToLong(JunitReport::countSkipped).sum()));
        attribute("time", time(run.ended().map(end -> end.event().duration())));
        xml.append(">\n");
        run.pairs().forEach(pair -> suite(run, pair));
        xml.append("</testsuites>\n");
    }

    private void suite(RunTree run, RunTree.PairNode pair) {
        xml.append("  <testsuite");
        attribute("name", pair.name());
        attribute("tests", count(tests(pair)));
        attribute("failures", count(failures(pair)));
        attribute("errors", count(errors(pair)));
        attribute("skipped", count(countSkipped(pair)));
        attribute("time", time(pair.ended().map(PairEnded::duration)));
        pair.started().ifPresent(start -> attribute("timestamp", start.at().toString()));
        xml.append(">\n    <properties>\n");
        property("run", run.id().orElse("-"));
        property("check", Boolean.toString(run.isCheck()));
        run.inventory().ifPresent(name -> property("inventory", name));
        property("status", RunConclusion.word(pair.status(), run.isCheck()).replace(' ', '-'));
        pair.started().map(EventRecord::event).ifPresent(start -> {
            property("source", start.source());
            property("target", start.target());
            property("refresh", start.refresh());
        });
        pair.dataAsOf().ifPresent(data -> property("data_as_of", data.text()));
        pair.dataAsOf()
                .filter(data -> !data.bound().isEmpty())
                .ifPresent(data -> property("data_as_of_bound", data.bound()));
        xml.append("    </properties>\n");
        pair.tasks().forEach(task -> testCase(pair, task));
        if (hasOwnCase(pair)) {
            ownCase(pair);
        }
        xml.append("  </testsuite>\n");
    }

    private void testCase(RunTree.PairNode pair, RunTree.TaskNode task) {
        open(pair.name(), task.name(), time(task.end().map(TaskEnded::duration)));
        String message = task.message().orElse("");
        if (task.is(TaskStatus.FAILED)) {
            element("failure", task.word(), foreseen(task) + message, story(task));
        } else if (task.is(TaskStatus.SKIPPED)) {
            skippedElement(message);
        } else if (task.isCutOff()) {
            element("error", "cut off", "the run ended before this task did", "");
        }
        String said = outputText(task);
        if (!said.isEmpty()) {
            xml.append("      <system-out>").append(Markup.escape(said)).append("</system-out>\n");
        }
        xml.append("    </testcase>\n");
    }

    /** What keeps a pair from its tasks, or happens between them, is a case of its own. */
    private void ownCase(RunTree.PairNode pair) {
        open(pair.name(), "the pair as a whole", "0.000");
        String message = pair.ended().flatMap(PairEnded::message).orElse("");
        if (pair.isUnbegun()) {
            skippedElement(message.isEmpty() ? "not begun" : message);
        } else {
            element("error", pair.status(), message, "");
        }
        xml.append("    </testcase>\n");
    }

    private void open(String suite, String name, String time) {
        xml.append("    <testcase");
        attribute("classname", suite);
        attribute("name", name);
        attribute("time", time);
        xml.append(">\n");
    }

    private void element(String name, String type, String message, String text) {
        xml.append("      <").append(name);
        attribute("type", type);
        attribute("message", message.lines().findFirst().orElse(""));
        xml.append('>').append(Markup.escape(text)).append("</").append(name).append(">\n");
    }

    private void skippedElement(String message) {
        xml.append("      <skipped");
        attribute("message", message);
        xml.append("/>\n");
    }

    private void property(String name, String value) {
        xml.append("      <property");
        attribute("name", name);
        attribute("value", value);
        xml.append("/>\n");
    }

    private void attribute(String name, String value) {
        xml.append(' ')
                .append(name)
                .append("=\"")
                .append(Markup.attribute(value))
                .append('"');
    }

    /** The message, each problem, what to do, and the place of the task. */
    private static String story(RunTree.TaskNode task) {
        StringBuilder story = new StringBuilder(task.message().orElse(""));
        task.failure()
                .map(TaskEnded.FailureDetails::problems)
                .orElse(List.of())
                .forEach(problem -> story.append('\n').append(problem));
        task.failure()
                .flatMap(TaskEnded.FailureDetails::advice)
                .ifPresent(advice -> story.append("\ndo: ").append(advice));
        task.place().ifPresent(place -> story.append("\nat: ").append(place));
        return story.toString();
    }

    private static String foreseen(RunTree.TaskNode task) {
        return task.isForeseen() ? "foreseen, so nothing was begun: " : "";
    }

    private static String outputText(RunTree.TaskNode task) {
        StringBuilder said = new StringBuilder();
        task.eventsOf(Set.of(Event.OutputWritten.class, Event.WarningIssued.class))
                .forEach(event -> said.append(event.accept(new MessageText())).append('\n'));
        if (task.is(TaskStatus.IGNORED) || task.is(TaskStatus.RESCUED)) {
            said.append(task.status()).append(": ").append(story(task)).append('\n');
        }
        return said.toString();
    }

    private static boolean hasOwnCase(RunTree.PairNode pair) {
        return !pair.endedWell() && failedTasks(pair) == 0;
    }

    private static long tests(RunTree.PairNode pair) {
        return (long) pair.tasks().size() + (hasOwnCase(pair) ? 1 : 0);
    }

    private static long failures(RunTree.PairNode pair) {
        return count(pair, task -> task.is(TaskStatus.FAILED));
    }

    private static long errors(RunTree.PairNode pair) {
        return count(pair, RunTree.TaskNode::isCutOff) + (hasOwnCase(pair) && !pair.isUnbegun() ? 1 : 0);
    }

    private static long countSkipped(RunTree.PairNode pair) {
        return count(pair, task -> task.is(TaskStatus.SKIPPED)) + (hasOwnCase(pair) && pair.isUnbegun() ? 1 : 0);
    }

    private static long failedTasks(RunTree.PairNode pair) {
        return count(pair, task -> task.is(TaskStatus.FAILED) || task.isCutOff());
    }

    private static long count(RunTree.PairNode pair, Predicate<RunTree.TaskNode> counted) {
        return pair.tasks().stream().filter(counted).count();
    }

    private static String time(Optional<Duration> took) {
        return String.format(Locale.ROOT, "%.3f", took.orElse(Duration.ZERO).toMillis() / 1000.0);
    }

    private static String count(long number) {
        return Long.toString(number);
    }
}
