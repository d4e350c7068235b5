package dev.runbook.report.html;

import dev.runbook.journal.Event.InstancesListed;
import dev.runbook.journal.ListingTime;
import dev.runbook.report.Markup;
import dev.runbook.report.RunTree;
import java.util.List;
import java.util.Optional;

/** The replication trees of each pair before and after, as pictures. */
record TreeSection(RunTree run) {

    void write(Markup page) {
        page.open("section", "id", "trees", "aria-labelledby", "trees-title");
        page.element("h2", "Replication trees", "id", "trees-title").raw("\n");
        List<RunTree.PairNode> drawn =
                run.pairs().stream().filter(pair -> !pair.worlds().isEmpty()).toList();
        if (drawn.isEmpty()) {
            page.element("p", "This run looked at no instance.");
        }
        drawn.forEach(pair -> pair(page, pair));
        page.close("section");
    }

    private void pair(Markup page, RunTree.PairNode pair) {
        page.element("h3", pair.name()).raw("\n");
        page.open("div", "class", "trees");
        picture(page, pair, ListingTime.BEFORE, "Before");
        picture(page, pair, ListingTime.AFTER, run.isCheck() ? "After a run" : "After");
        page.close("div");
    }

    private static void picture(Markup page, RunTree.PairNode pair, ListingTime when, String title) {
        Optional<InstancesListed> world = pair.world(when);
        page.open("figure");
        page.element("figcaption", title);
        if (world.isPresent()) {
            new TreePicture(world.get().instances()).write(page, "Replication trees of " + pair.name() + ", " + title);
        } else {
            page.element("p", "Nobody could look any more.");
        }
        page.close("figure");
    }
}
