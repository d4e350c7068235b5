package dev.runbook.journal;

/** The name of a call in events: service, action and subject. */
public record CallName(String service, String action, String subject) {

    /** {@code rds PromoteReadReplica temp-demo}; the subject is omitted when the action already ends with it. */
    @Override
    public String toString() {
        return service + " " + action + (subject.isEmpty() || action.endsWith(" " + subject) ? "" : " " + subject);
    }
}
