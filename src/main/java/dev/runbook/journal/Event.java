package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that happened in a run or a check. The journal stores events as lines, and every report is built from events only.
 * {@link EventCodecs} describes the fields of each kind.
 */
public sealed interface Event {

    /** Calls the method of the visitor for this kind of event. */
    <R> R accept(EventRecord<?> record, EventVisitor<R> visitor);

    /**
     * A run or a check begins.
     *
     * @param run empty for a check
     */
    record RunStarted(
            Optional<String> run,
            RunFiles files,
            List<String> pairs,
            boolean check,
            boolean resumed,
            StartCommand command,
            Optional<String> plan,
            Optional<RunReference> reference)
            implements Event {

        /** The runbook and the inventory: as the user named them, and their real paths. */
        public record RunFiles(String runbook, String inventory, String runbookPath, String inventoryPath) {}

        /** The arguments after {@code runbook}, the working directory, and the process. */
        public record StartCommand(List<String> args, String folder, Optional<ProcessIdentity> owner) {
            public StartCommand {
                args = List.copyOf(args);
            }
        }

        /** The id of another run, and what this run does with it. */
        public record RunReference(RunRelation relation, String run) {}

        public RunStarted {
            pairs = List.copyOf(pairs);
        }

        /** The run that this run resumes, rolls back or discards. */
        public Optional<String> reference(RunRelation relation) {
            return reference.filter(other -> other.relation() == relation).map(RunReference::run);
        }

        /** The run that this run rolls back or discards. */
        public Optional<RunReference> undoneRun() {
            return reference.filter(other -> other.relation() != RunRelation.RESUMES);
        }

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.runStarted(record.with(this));
        }
    }

    /** Source and target are the names of the two instances. */
    record PairStarted(String refresh, String source, String target, boolean resumed, Optional<Instant> dataAsOf)
            implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.pairStarted(record.with(this));
        }
    }

    /** The instances of a pair. In a check, those after the run are predicted. */
    record InstancesListed(ListingTime when, List<InstanceSnapshot> instances) implements Event {
        public InstancesListed {
            instances = List.copyOf(instances);
        }

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.instancesListed(record.with(this));
        }
    }

    /**
     * A task, or one item of its loop, begins.
     *
     * @param place {@code file:line:column}
     * @param item label of the item of a loop
     * @param preflightOnly whether the preflight reports it, so that no task ran
     */
    record TaskStarted(
            String name,
            String module,
            TaskSection section,
            String place,
            TaskNumber number,
            Optional<String> item,
            boolean preflightOnly)
            implements Event {

        /** The index from 1 (0 for a task without a number), and how many tasks have a number. */
        public record TaskNumber(int index, int count) {}

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.taskStarted(record.with(this));
        }
    }

    /**
     * A call is about to be made or, in a check, would be made.
     *
     * @param key empty for one of many calls of a change
     * @param effect the expected size in words
     * @param diff each setting with its value before and after
     * @param item index in a loop, from 0
     */
    record ChangeAnnounced(
            String key,
            CallName call,
            Value.Fields parameters,
            String effect,
            List<String> permissions,
            ChangeMode mode,
            Optional<Value.Fields> diff,
            OptionalInt item)
            implements Event {

        /** Whether the call is only predicted even in a run, whether it only waits, and whether a check makes it too. */
        public record ChangeMode(boolean predictedOnly, boolean waitOnly, boolean appliedInCheck) {}

        public ChangeAnnounced {
            permissions = List.copyOf(permissions);
        }

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.changeAnnounced(record.with(this));
        }
    }

    /** A change is not made; the reason is given in words and, in newer journals, as a value. */
    record ChangeSkipped(String key, CallName call, String reason, OptionalInt item, Optional<SkipReason> skipReason)
            implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.changeSkipped(record.with(this));
        }
    }

    /**
     * The change with this key is done.
     *
     * @param result the result of a change that only the journal records
     */
    record ChangeDone(
            String key,
            ChangeCompletion completion,
            Duration duration,
            Optional<ChangedInstance> instance,
            Optional<Value.Fields> result,
            OptionalInt item)
            implements Event {

        /** The changed instance, as RDS describes it now. */
        public record ChangedInstance(String resourceId, String status) {}

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.changeDone(record.with(this));
        }
    }

    /** The state of the object of a wait; reported when it changes, and once a minute. */
    record ChangeAwaited(String key, String subject, String status, Duration duration) implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.changeAwaited(record.with(this));
        }
    }

    /** The progress of long work; shown, not written to the journal. The total is 0 when unknown. */
    record WorkProgressed(String work, long done, long total, String unit) implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.workProgressed(record.with(this));
        }
    }

    /** A line of output of a program, or a message of a task or the run. */
    record OutputWritten(String text, boolean preflightOnly) implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.outputWritten(record.with(this));
        }
    }

    /** A warning of a task, a pair or the run. */
    record WarningIssued(String text, boolean preflightOnly) implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.warningIssued(record.with(this));
        }
    }

    /**
     * A call or a task is retried.
     *
     * @param attemptsMax 0 without a limit
     * @param repeatsChanges whether the retry repeats the changes the task has already made; empty for a call
     * @param timeLeft the remaining time for attempts of a call
     */
    record RetryScheduled(
            String reason,
            int attempt,
            int attemptsMax,
            Duration delay,
            Optional<Boolean> repeatsChanges,
            OptionalInt item,
            Optional<Duration> timeLeft)
            implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.retryScheduled(record.with(this));
        }
    }

    /** The handler with this id is scheduled to run later, even if it has run before. */
    record HandlerNotified(String handler) implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.handlerNotified(record.with(this));
        }
    }

    /**
     * The {@code always} of a block begins after a failure or an interruption. When the refresh continues, the
     * programs that the block ran before count as not run.
     *
     * @param idPrefix common prefix of the task ids
     * @param tasks the ids without the prefix
     */
    record BlockUndone(String idPrefix, List<String> tasks) implements Event {
        public BlockUndone {
            tasks = List.copyOf(tasks);
        }

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.blockUndone(record.with(this));
        }
    }

    /**
     * The result of a check if a condition that is unknown until the run were false.
     *
     * @param omittedCalls the calls that would not be made
     * @param addedCalls the calls that would be made in addition
     * @param message why the run would fail in that case
     */
    record AlternativeFound(
            String condition, List<String> omittedCalls, List<String> addedCalls, Optional<String> message)
            implements Event {
        public AlternativeFound {
            omittedCalls = List.copyOf(omittedCalls);
            addedCalls = List.copyOf(addedCalls);
        }

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.alternativeFound(record.with(this));
        }
    }

    /**
     * A task ends.
     *
     * @param changes how many changes it made or, in a check, would make
     * @param failure why it failed, also when the failure was ignored or rescued
     * @param result the value for {@code register}
     */
    record TaskEnded(
            TaskStatus status,
            Duration duration,
            Optional<String> message,
            int changes,
            Optional<FailureDetails> failure,
            TaskFlags flags,
            Value.Fields result,
            Optional<SkipReason> skipReason)
            implements Event {

        /** Advice, place ({@code file:line:column}), each problem, and whether a safety rule forbids the task. */
        public record FailureDetails(
                Optional<String> advice, Optional<String> place, List<String> problems, boolean refused) {
            public FailureDetails {
                problems = List.copyOf(problems);
            }
        }

        /** Whether the user declined the task, whether it ran once for all pairs, whether only the preflight reports it. */
        public record TaskFlags(boolean declinedByUser, boolean runOnce, boolean preflightOnly) {}

        public boolean isRefused() {
            return failure.filter(FailureDetails::refused).isPresent();
        }

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.taskEnded(record.with(this));
        }
    }

    /**
     * The work on a pair ends.
     *
     * @param preflightOnly whether the preflight stopped the pair before its run
     */
    record PairEnded(
            PairStatus status,
            TaskCounts counts,
            Duration duration,
            TaskCoverage coverage,
            Optional<String> message,
            Optional<DataTime> dataAsOf,
            RefreshReference reference,
            boolean preflightOnly)
            implements Event {

        /** Whether the whole runbook was done, whether the user declined a task, and the ids of the requested tasks. */
        public record TaskCoverage(boolean complete, boolean declinedByUser, List<String> requestedTasks) {
            public TaskCoverage {
                requestedTasks = List.copyOf(requestedTasks);
            }
        }

        /** The refresh that the pair is in, and why the pair needed no work. */
        public record RefreshReference(Optional<String> refresh, Optional<SkipReason> skipReason) {}

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.pairEnded(record.with(this));
        }
    }

    /**
     * A run or a check ends.
     *
     * @param exit empty when the exit code is unknown
     */
    record RunEnded(OptionalInt exit, Duration duration) implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.runEnded(record.with(this));
        }
    }
}
