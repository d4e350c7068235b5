package dev.runbook.journal;

/** What an event says is called: service, action and what it is about. */
public record CallWords(String service, String action, String subject) {

    /** {@code rds PromoteReadReplica temp-demo}; a statement that names its table itself does not name it twice. */
    @Override
    public String toString() {
        return service + " " + action + (subject.isEmpty() || action.endsWith(" " + subject) ? "" : " " + subject);
    }
}
