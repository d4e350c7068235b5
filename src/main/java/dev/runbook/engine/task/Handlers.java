package dev.runbook.engine.task;

import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The handlers of one play that are notified and not yet done, for one pair. For one thread. */
public final class Handlers {

    private final Play play;
    private final Set<String> pending = new LinkedHashSet<>();

    /**
     * The handlers of a play.
     *
     * @param earlier ids of handlers that were notified in a run that this one continues, and were not done there
     */
    public Handlers(Play play, Collection<String> earlier) {
        this.play = play;
        play.handlers().stream().map(Task::id).filter(earlier::contains).forEach(pending::add);
    }

    void markNotified(Task handler) {
        pending.add(handler.id());
    }

    /** The pending handlers, in the order of the play. */
    List<Task> due() {
        return play.handlers().stream()
                .filter(handler -> pending.contains(handler.id()))
                .toList();
    }

    /** The handlers that run although a task failed. */
    public List<Task> dueAfterFailure() {
        return due().stream()
                .filter(handler ->
                        play.options().forceHandlers() || handler.placement().critical())
                .toList();
    }

    /** The next one of these that is still pending; then it is not any more. */
    public Optional<Task> take(List<Task> handlers) {
        Optional<Task> next = handlers.stream()
                .filter(handler -> pending.contains(handler.id()))
                .findFirst();
        next.ifPresent(handler -> pending.remove(handler.id()));
        return next;
    }
}
