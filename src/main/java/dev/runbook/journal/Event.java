package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that happened in a run or a check. The journal keeps events as lines; every report is made of events and of nothing
 * else. {@link EventForms} describes the fields of each kind.
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
            StartCommand start,
            Optional<String> plan,
            Optional<RunReference> reference)
            implements Event {

        /** The runbook and the inventory: as the user named them, and their real paths. */
        public record RunFiles(String runbook, String inventory, String runbookPath, String inventoryPath) {}

        /** The words after {@code runbook}, the folder in which they were given, and the process. */
        public record StartCommand(List<String> words, String folder, Optional<Owner> owner) {
            public StartCommand {
                words = List.copyOf(words);
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

    /** The instances around a pair. In a check, those after the run are predicted. */
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
     * @param foreseen whether only the preflight came to it
     */
    record TaskStarted(
            String name,
            String module,
            TaskSection section,
            String place,
            TaskNumber number,
            Optional<String> item,
            boolean foreseen)
            implements Event {

        /** The index from 1, 0 when the task does not count, and how many tasks count. */
        public record TaskNumber(int index, int count) {}

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.taskStarted(record.with(this));
        }
    }

    /**
     * A call that is about to be made or, in a check, would be made.
     *
     * @param key empty for one of many calls of a change
     * @param effect the expected size in words
     * @param diff from a setting to its before and after
     * @param item index from 0 in a loop
     */
    record ChangeAnnounced(
            String key,
            CallWords call,
            Value.Fields parameters,
            String effect,
            List<String> permissions,
            ChangeMode flags,
            Optional<Value.Fields> diff,
            OptionalInt item)
            implements Event {

        /** Only predicted, in a run too; only waits; made by a check, too. */
        public record ChangeMode(boolean dry, boolean waits, boolean made) {}

        public ChangeAnnounced {
            permissions = List.copyOf(permissions);
        }

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.changeAnnounced(record.with(this));
        }
    }

    /** A change that is not made, with the reason in words and, in newer journals, as a value. */
    record ChangeSkipped(String key, CallWords call, String reason, OptionalInt item, Optional<SkipReason> skipReason)
            implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.changeSkipped(record.with(this));
        }
    }

    /**
     * The change of this key is done.
     *
     * @param result of a change that only the journal can tell later
     */
    record ChangeDone(
            String key,
            ChangeCompletion completion,
            Duration took,
            Optional<ChangedInstance> instance,
            Optional<Value.Fields> result,
            OptionalInt item)
            implements Event {

        /** The instance that the change was about, as RDS shows it now. */
        public record ChangedInstance(String resourceId, String status) {}

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.changeDone(record.with(this));
        }
    }

    /** The state of what is waited for: when it changes, and once a minute. */
    record ChangeAwaited(String key, String subject, String status, Duration took) implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.changeAwaited(record.with(this));
        }
    }

    /** How far long work is; shown, not kept. The total is 0 when it is not known. */
    record WorkProgressed(String what, long done, long total, String unit) implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.workProgressed(record.with(this));
        }
    }

    /** A line of output of a program, or a message of a task or the run. */
    record OutputWritten(String text, boolean foreseen) implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.outputWritten(record.with(this));
        }
    }

    /** A warning of a task, a pair or the run. */
    record WarningIssued(String text, boolean foreseen) implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.warningIssued(record.with(this));
        }
    }

    /**
     * A call or a task is tried again.
     *
     * @param attemptsMax 0 without a limit
     * @param anew whether what the task has done so far is done again; empty for a call
     * @param left how much longer a call is tried at most
     */
    record RetryScheduled(
            String reason,
            int attempt,
            int attemptsMax,
            Duration delay,
            Optional<Boolean> anew,
            OptionalInt item,
            Optional<Duration> left)
            implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.retryScheduled(record.with(this));
        }
    }

    /** A handler, by its id, is to be carried out later; again if it has been before. */
    record HandlerNotified(String handler) implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.handlerNotified(record.with(this));
        }
    }

    /**
     * The {@code always} of a block begins after a failure or an interruption. When the refresh continues, the programs of the
     * block before it count as not carried out.
     *
     * @param passage start of the ids
     * @param tasks the ids from there on
     */
    record BlockUndone(String passage, List<String> tasks) implements Event {
        public BlockUndone {
            tasks = List.copyOf(tasks);
        }

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.blockUndone(record.with(this));
        }
    }

    /**
     * What a check would find if a condition that only a run can decide were false.
     *
     * @param without the calls that would not be made
     * @param with the calls that would be made in addition
     * @param message why it would fail then
     */
    record AlternativeFound(String condition, List<String> without, List<String> with, Optional<String> message)
            implements Event {
        public AlternativeFound {
            without = List.copyOf(without);
            with = List.copyOf(with);
        }

        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.alternativeFound(record.with(this));
        }
    }

    /**
     * A task has ended.
     *
     * @param changes how many changes it made or, in a check, would make
     * @param failure why it failed, also when that was ignored or rescued
     * @param result what {@code register} gets
     */
    record TaskEnded(
            TaskStatus status,
            Duration took,
            Optional<String> message,
            int changes,
            Optional<FailureDetails> failure,
            TaskFlags flags,
            Value.Fields result,
            Optional<SkipReason> skipReason)
            implements Event {

        /** What to do about it, where ({@code file:line:column}), each problem, and whether a promise forbids the task. */
        public record FailureDetails(
                Optional<String> advice, Optional<String> place, List<String> problems, boolean refused) {
            public FailureDetails {
                problems = List.copyOf(problems);
            }
        }

        /** Left out by the answer of a person; done once for all pairs; only found by the preflight, so that nothing began. */
        public record TaskFlags(boolean leftOut, boolean once, boolean foreseen) {}

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
     * @param foreseen whether the pair was stopped right before its run
     */
    record PairEnded(
            PairStatus status,
            TaskCounts counts,
            Duration took,
            TaskCoverage coverage,
            Optional<String> message,
            Optional<DataTime> dataAsOf,
            RefreshReference reference,
            boolean foreseen)
            implements Event {

        /** The tasks that were asked for; whether they are the whole runbook; whether a person's answer left one out. */
        public record TaskCoverage(boolean complete, boolean leftOut, List<String> covered) {
            public TaskCoverage {
                covered = List.copyOf(covered);
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
     * @param exit empty when the process ended without an exit code that is known
     */
    record RunEnded(OptionalInt exit, Duration took) implements Event {
        @Override
        public <R> R accept(EventRecord<?> record, EventVisitor<R> visitor) {
            return visitor.runEnded(record.with(this));
        }
    }
}
