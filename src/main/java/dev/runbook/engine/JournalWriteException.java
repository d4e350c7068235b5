package dev.runbook.engine;

import dev.runbook.journal.Event;
import java.io.IOException;
import java.nio.file.Path;

/** The journal does not take an event any more, so that nothing that must be noted can be done. */
public final class JournalWriteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Event event;
    private final transient Path journal;

    public JournalWriteException(Event event, Path journal, IOException cause) {
        super("the journal cannot be written: " + journal, cause);
        this.event = event;
        this.journal = journal;
    }

    /** How a pair ends that it stops, with the state in which it stands. */
    public TaskFailure failure() {
        Throwable cause = getCause();
        String reason = cause == null ? "" : ": " + cause.getMessage();
        return TaskFailure.journalFailure(
                        "the journal cannot be written (" + journal + reason + "), so it stops here" + place())
                .because(this);
    }

    private String place() {
        String task = event.task().isEmpty() ? "" : " task " + event.task();
        return switch (event.kind()) {
            case CHANGE ->
                ", in" + task + " before " + event.text("service") + " " + event.text("action") + " "
                        + event.text("subject") + ", which was not sent";
            case CHANGE_DONE ->
                ", in" + task + " after " + event.text("key")
                        + ", which was sent: the next run looks whether it is done";
            case TASK_STARTED -> ", before" + task;
            case TASK_ENDED -> ", after" + task + ": the next run finds it done, or does the rest";
            default -> task.isEmpty() ? "" : ", in" + task;
        };
    }
}
