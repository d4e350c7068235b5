package dev.runbook.engine.run;

import dev.runbook.engine.Modules;
import dev.runbook.engine.RunRequest;
import dev.runbook.expression.Scope;
import dev.runbook.inventory.Inventory;
import dev.runbook.runbook.LoadContext;
import dev.runbook.runbook.Runbook;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The request that deletes what a run has made: no task of the run's own runbook has a part in it. */
public final class DiscardPlay {

    private static final String DISCARD = "delete-what-was-made";
    private static final String TEXT = """
            - name: Discard
              tasks:
                - name: Delete what the refresh has made
                  id: %s
                  discard: {}
            """.formatted(DISCARD);

    private final Modules modules;

    public DiscardPlay(Modules modules) {
        this.modules = modules;
    }

    /**
     * The request as a discard.
     *
     * @param request the one that the run to be discarded had
     */
    public RunRequest of(RunRequest request) {
        Problems problems = new Problems();
        LoadContext loadContext = new LoadContext(modules, (path, namedIn) -> Optional.empty(), Scope.BUILT_IN);
        Runbook play = Runbook.read(new Source("discard", TEXT), loadContext, problems)
                .orElseThrow(() -> new IllegalStateException("the play of a discard: " + problems.toSortedList()));
        Runbook runbook = new Runbook(request.runbook().source(), play.plays(), Set.of());
        return request.running(runbook, Set.of(DISCARD));
    }

    /** The variables that a discard may use; it logs in nowhere. */
    public static Set<String> needs(Inventory inventory) {
        return new ReachableVariables(List.of(), inventory, inventory.referencesOfCopies()).of(List.of());
    }
}
