package dev.runbook.journal;

/** Decides whether an event must be synced to disk before the run continues. */
final class FsyncPolicy implements EventVisitor<Boolean> {

    @Override
    public Boolean runStarted(EventRecord<Event.RunStarted> record) {
        return false;
    }

    @Override
    public Boolean pairStarted(EventRecord<Event.PairStarted> record) {
        return false;
    }

    @Override
    public Boolean instancesListed(EventRecord<Event.InstancesListed> record) {
        return false;
    }

    @Override
    public Boolean taskStarted(EventRecord<Event.TaskStarted> record) {
        return false;
    }

    @Override
    public Boolean changeAnnounced(EventRecord<Event.ChangeAnnounced> record) {
        return true;
    }

    @Override
    public Boolean changeSkipped(EventRecord<Event.ChangeSkipped> record) {
        return true;
    }

    @Override
    public Boolean changeDone(EventRecord<Event.ChangeDone> record) {
        return true;
    }

    @Override
    public Boolean changeAwaited(EventRecord<Event.ChangeAwaited> record) {
        return false;
    }

    @Override
    public Boolean workProgressed(EventRecord<Event.WorkProgressed> record) {
        return false;
    }

    @Override
    public Boolean outputWritten(EventRecord<Event.OutputWritten> record) {
        return false;
    }

    @Override
    public Boolean warningIssued(EventRecord<Event.WarningIssued> record) {
        return false;
    }

    @Override
    public Boolean retryScheduled(EventRecord<Event.RetryScheduled> record) {
        return true;
    }

    @Override
    public Boolean handlerNotified(EventRecord<Event.HandlerNotified> record) {
        return true;
    }

    @Override
    public Boolean blockUndone(EventRecord<Event.BlockUndone> record) {
        return true;
    }

    @Override
    public Boolean alternativeFound(EventRecord<Event.AlternativeFound> record) {
        return true;
    }

    @Override
    public Boolean taskEnded(EventRecord<Event.TaskEnded> record) {
        return record.event().status() == TaskStatus.CHANGED || record.event().changes() > 0;
    }

    @Override
    public Boolean pairEnded(EventRecord<Event.PairEnded> record) {
        return record.event().counts().changed() > 0;
    }

    @Override
    public Boolean runEnded(EventRecord<Event.RunEnded> record) {
        return true;
    }
}
