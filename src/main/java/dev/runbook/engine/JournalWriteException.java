package dev.runbook.engine;

import dev.runbook.journal.CallName;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import java.io.IOException;
import java.nio.file.Path;

/** The journal does not take an event any more, so that nothing that must be noted can be done. */
public final class JournalWriteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient EventRecord<?> event;
    private final transient Path journal;

    public JournalWriteException(EventRecord<?> event, Path journal, IOException cause) {
        super("the journal cannot be written: " + journal, cause);
        this.event = event;
        this.journal = journal;
    }

    /** The failure of a pair that it stops, with the state of the pair. */
    public TaskFailure failure() {
        Throwable cause = getCause();
        String reason = cause == null ? "" : ": " + cause.getMessage();
        return TaskFailure.journalFailure(
                        "the journal cannot be written (" + journal + reason + "), so it stops here" + place())
                .because(this);
    }

    private String place() {
        String task = event.task().isEmpty() ? "" : " task " + event.task();
        if (event.event() instanceof Event.ChangeAnnounced change) {
            CallName call = change.call();
            return ", in" + task + " before " + call.service() + " " + call.action() + " " + call.subject()
                    + ", which was not sent";
        }
        if (event.event() instanceof Event.ChangeDone done) {
            return ", in" + task + " after " + done.key() + ", which was sent: the next run looks whether it is done";
        }
        if (event.is(Event.TaskEnded.class)) {
            return ", after" + task + ": the next run finds it done, or does the rest";
        }
        return task.isEmpty() ? "" : (event.is(Event.TaskStarted.class) ? ", before" : ", in") + task;
    }
}
