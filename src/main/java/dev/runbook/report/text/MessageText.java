package dev.runbook.report.text;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.EventVisitor;

/** The message of an event; empty for an event without one. */
public final class MessageText implements EventVisitor<String> {

    @Override
    public String runStarted(EventRecord<Event.RunStarted> record) {
        return "";
    }

    @Override
    public String pairStarted(EventRecord<Event.PairStarted> record) {
        return "";
    }

    @Override
    public String instancesListed(EventRecord<Event.InstancesListed> record) {
        return "";
    }

    @Override
    public String taskStarted(EventRecord<Event.TaskStarted> record) {
        return "";
    }

    @Override
    public String changeAnnounced(EventRecord<Event.ChangeAnnounced> record) {
        return "";
    }

    @Override
    public String changeSkipped(EventRecord<Event.ChangeSkipped> record) {
        return "";
    }

    @Override
    public String changeDone(EventRecord<Event.ChangeDone> record) {
        return "";
    }

    @Override
    public String changeAwaited(EventRecord<Event.ChangeAwaited> record) {
        return "";
    }

    @Override
    public String workProgressed(EventRecord<Event.WorkProgressed> record) {
        return "";
    }

    @Override
    public String outputWritten(EventRecord<Event.OutputWritten> record) {
        return record.event().text();
    }

    @Override
    public String warningIssued(EventRecord<Event.WarningIssued> record) {
        return "warning: " + record.event().text();
    }

    @Override
    public String retryScheduled(EventRecord<Event.RetryScheduled> record) {
        return RunText.retry(record.event());
    }

    @Override
    public String handlerNotified(EventRecord<Event.HandlerNotified> record) {
        return "notified: " + record.event().handler();
    }

    @Override
    public String blockUndone(EventRecord<Event.BlockUndone> record) {
        return "";
    }

    @Override
    public String alternativeFound(EventRecord<Event.AlternativeFound> record) {
        return "";
    }

    @Override
    public String taskEnded(EventRecord<Event.TaskEnded> record) {
        return "";
    }

    @Override
    public String pairEnded(EventRecord<Event.PairEnded> record) {
        return "";
    }

    @Override
    public String runEnded(EventRecord<Event.RunEnded> record) {
        return "";
    }
}
