package dev.runbook.journal;

/** One method for each kind of event: a new kind does not compile until every report handles it. */
public interface EventVisitor<R> {

    R runStarted(EventRecord<Event.RunStarted> record);

    R pairStarted(EventRecord<Event.PairStarted> record);

    R instancesListed(EventRecord<Event.InstancesListed> record);

    R taskStarted(EventRecord<Event.TaskStarted> record);

    R changeAnnounced(EventRecord<Event.ChangeAnnounced> record);

    R changeSkipped(EventRecord<Event.ChangeSkipped> record);

    R changeDone(EventRecord<Event.ChangeDone> record);

    R changeAwaited(EventRecord<Event.ChangeAwaited> record);

    R workProgressed(EventRecord<Event.WorkProgressed> record);

    R outputWritten(EventRecord<Event.OutputWritten> record);

    R warningIssued(EventRecord<Event.WarningIssued> record);

    R retryScheduled(EventRecord<Event.RetryScheduled> record);

    R handlerNotified(EventRecord<Event.HandlerNotified> record);

    R blockUndone(EventRecord<Event.BlockUndone> record);

    R alternativeFound(EventRecord<Event.AlternativeFound> record);

    R taskEnded(EventRecord<Event.TaskEnded> record);

    R pairEnded(EventRecord<Event.PairEnded> record);

    R runEnded(EventRecord<Event.RunEnded> record);
}
