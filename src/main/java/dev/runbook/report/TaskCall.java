package dev.runbook.report;

import dev.runbook.journal.CallName;
import dev.runbook.journal.Event.ChangeAnnounced;
import dev.runbook.journal.Event.ChangeDone;
import dev.runbook.journal.Event.ChangeSkipped;
import dev.runbook.journal.EventRecord;
import java.util.Optional;
import java.util.OptionalInt;

/** A call of a task. */
public sealed interface TaskCall {

    EventRecord<?> record();

    String key();

    CallName words();

    OptionalInt item();

    default Optional<MadeCall> asMade() {
        return Optional.empty();
    }

    default Optional<SkippedCall> asSkipped() {
        return Optional.empty();
    }

    /** A call that was made or foreseen, and how it ended when it did. */
    record MadeCall(EventRecord<ChangeAnnounced> record, Optional<ChangeDone> done) implements TaskCall {

        @Override
        public String key() {
            return record.event().key();
        }

        @Override
        public CallName words() {
            return record.event().call();
        }

        @Override
        public OptionalInt item() {
            return record.event().item();
        }

        @Override
        public Optional<MadeCall> asMade() {
            return Optional.of(this);
        }
    }

    /** A call that was not made. */
    record SkippedCall(EventRecord<ChangeSkipped> record) implements TaskCall {

        @Override
        public String key() {
            return record.event().key();
        }

        @Override
        public CallName words() {
            return record.event().call();
        }

        @Override
        public OptionalInt item() {
            return record.event().item();
        }

        @Override
        public Optional<SkippedCall> asSkipped() {
            return Optional.of(this);
        }
    }
}
