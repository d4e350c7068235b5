package dev.runbook.report.html;

import dev.runbook.journal.Event.TaskEnded;
import dev.runbook.journal.PairStatus;
import dev.runbook.report.LeftoverInstance;
import dev.runbook.report.Markup;
import dev.runbook.report.RunTree;
import java.util.List;

/** What went wrong, with what to do about it, and what is left behind; nothing when there is neither. */
record FailuresSection(RunTree run) {

    void write(Markup page) {
        if (run.pairs().stream().anyMatch(FailuresSection::hasFailed)) {
            page.open("section", "id", "failures", "aria-labelledby", "failures-title");
            page.element("h2", "What went wrong", "id", "failures-title").raw("\n");
            run.pairs().stream().filter(FailuresSection::hasFailed).forEach(pair -> failures(page, pair));
            run.toContinue()
                    .ifPresent(id -> page.open("p", "class", "continue")
                            .text("To continue where it stopped: ")
                            .element("code", "runbook resume " + id)
                            .close("p"));
            page.close("section");
        }
        page.open("section", "id", "left", "aria-labelledby", "left-title");
        page.element("h2", run.isCheck() ? "What a run would leave behind" : "Left behind", "id", "left-title");
        page.raw("\n");
        writeLeftovers(page);
        page.close("section");
    }

    private static boolean hasFailed(RunTree.PairNode pair) {
        return pair.tasks().stream().anyMatch(FailuresSection::hasFailed) || isStopped(pair);
    }

    private static boolean hasFailed(RunTree.TaskNode task) {
        return task.hasFailed() || task.isCutOff();
    }

    private static boolean isStopped(RunTree.PairNode pair) {
        return !pair.endedWell();
    }

    private static void failures(Markup page, RunTree.PairNode pair) {
        for (RunTree.TaskNode task : pair.tasks()) {
            if (hasFailed(task)) {
                failure(page, pair, task);
            }
        }
        boolean told = pair.tasks().stream().anyMatch(FailuresSection::hasFailed);
        if (isStopped(pair) && (pair.ownMessage().isPresent() || !told)) {
            page.open("article", "class", "trouble " + pair.status());
            page.open("h3").text(pair.name() + " ");
            PairTable.status(page, pair.status());
            page.close("h3");
            page.element("p", pair.ownMessage().orElse(failureText(pair)));
            page.close("article");
        }
    }

    private static String failureText(RunTree.PairNode pair) {
        return pair.isUnbegun()
                ? "The run ended before this pair was begun."
                : "The journal ends before this pair does.";
    }

    private static void failure(Markup page, RunTree.PairNode pair, RunTree.TaskNode task) {
        String word = task.word();
        page.open("article", "class", "trouble " + word);
        page.open("h3").text(pair.name() + " · " + task.title() + " ");
        PairTable.status(page, word);
        page.close("h3");
        String unsaid = pair.ended()
                        .filter(end -> end.status() == PairStatus.INTERRUPTED)
                        .isPresent()
                ? "It was interrupted here."
                : "The journal ends before this task does.";
        page.element("p", task.message().orElse(unsaid), "class", "message");
        task.failure()
                .map(TaskEnded.FailureDetails::problems)
                .orElse(List.of())
                .forEach(problem -> page.element("p", problem, "class", "message"));
        task.failure().flatMap(TaskEnded.FailureDetails::advice).ifPresent(advice -> {
            page.open("p", "class", "advice").element("b", "Do: ").text(advice).close("p");
        });
        task.place()
                .ifPresent(place ->
                        page.open("p", "class", "place").element("code", place).close("p"));
        page.close("article");
    }

    private void writeLeftovers(Markup page) {
        boolean drawn = run.pairs().stream().anyMatch(pair -> !pair.worlds().isEmpty());
        boolean anything =
                run.pairs().stream().anyMatch(pair -> !LeftoverInstance.of(pair).isEmpty());
        if (!anything) {
            page.element(
                    "p",
                    drawn
                            ? "Nothing: every instance that this run made has its name, or is gone."
                            : "This run looked at no instance.");
            return;
        }
        page.open("ul", "class", "left");
        for (RunTree.PairNode pair : run.pairs()) {
            for (LeftoverInstance left : LeftoverInstance.of(pair)) {
                page.open("li").element("code", left.instance());
                page.text(" (" + left.status() + ", " + pair.name() + "): " + left.why())
                        .close("li")
                        .raw("\n");
            }
        }
        page.close("ul");
    }
}
