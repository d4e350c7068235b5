package dev.runbook.journal;

import dev.runbook.journal.Event.InstancesListed;
import dev.runbook.journal.Event.PairEnded;
import dev.runbook.journal.Event.PairStarted;
import dev.runbook.journal.Event.RunEnded;
import dev.runbook.journal.Event.RunStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The forms of the events of a run and of its pairs. */
final class RunEventCodecs {

    private static final String DATA_AS_OF = "data_as_of";

    private RunEventCodecs() {}

    static List<EventCodec<?>> all() {
        return List.of(runStarted(), pairStarted(), instancesListed(), pairEnded(), runEnded());
    }

    private static EventCodec<RunStarted> runStarted() {
        RecordCodec.Builder<RunStarted> codec = new RecordCodec.Builder<>();
        var run = codec.optional("run", FieldType.TEXT, RunStarted::run, "The id of the run; a check has none.")
                .keepVerbatim();
        var files = files(codec);
        var pairs = codec.requiredField(
                        "pairs", FieldType.TEXTS, RunStarted::pairs, "The pairs, in the order of the inventory.")
                .keepVerbatim();
        var check = codec.requiredField(
                "check", FieldType.TRUTH, RunStarted::check, "Whether everything is only predicted.");
        var resumed = codec.requiredField(
                "resumed", FieldType.TRUTH, RunStarted::resumed, "Whether a refresh of an earlier run continues.");
        var start = start(codec);
        var plan = codec.text(
                        "plan", RunStarted::plan, "The digest of the plan that limits the run; empty without one.")
                .withDefault(Optional.empty());
        var references = List.of(
                reference(codec, RunRelation.RESUMES, "The id of the run that this run resumes."),
                reference(codec, RunRelation.ROLLS_BACK, "The id of the run that this run rolls back."),
                reference(codec, RunRelation.DISCARDS, "The id of the run whose instances this run deletes."));
        return new EventCodec<>(
                "run_started",
                RunStarted.class,
                "A run or a check begins.",
                codec.build(line -> new RunStarted(
                        line.get(run),
                        files.make(line),
                        line.get(pairs),
                        line.get(check),
                        line.get(resumed),
                        start.make(line),
                        line.get(plan),
                        first(references, line))));
    }

    private static RecordCodec.Factory<RunStarted.RunFiles> files(RecordCodec.Builder<RunStarted> codec) {
        var runbook = codec.requiredField(
                "runbook", FieldType.TEXT, event -> event.files().runbook(), "The runbook, as the user named it.");
        var inventory = codec.requiredField(
                "inventory",
                FieldType.TEXT,
                event -> event.files().inventory(),
                "The inventory, as the user named it.");
        var runbookPath = codec.requiredField(
                        "runbook_path",
                        FieldType.TEXT,
                        event -> event.files().runbookPath(),
                        "The real path of the runbook.")
                .keepVerbatim()
                .withDefault("");
        var inventoryPath = codec.requiredField(
                        "inventory_path",
                        FieldType.TEXT,
                        event -> event.files().inventoryPath(),
                        "The real path of the inventory.")
                .keepVerbatim()
                .withDefault("");
        return line -> new RunStarted.RunFiles(
                line.get(runbook), line.get(inventory), line.get(runbookPath), line.get(inventoryPath));
    }

    private static RecordCodec.Factory<RunStarted.StartCommand> start(RecordCodec.Builder<RunStarted> codec) {
        var words = codec.requiredField(
                        "argv", FieldType.TEXTS, event -> event.command().args(), "The words after 'runbook'.")
                .withDefault(List.of());
        var folder = codec.requiredField(
                        "folder", FieldType.TEXT, event -> event.command().folder(), "The folder it was started in.")
                .keepVerbatim()
                .withDefault("");
        var owner = codec.optional(
                        "owner",
                        FieldType.fields(ProcessIdentity.codec()),
                        event -> event.command().owner(),
                        "The process of the run.")
                .keepVerbatim();
        return line -> new RunStarted.StartCommand(line.get(words), line.get(folder), line.get(owner));
    }

    private static RecordCodec.Factory<Optional<RunStarted.RunReference>> reference(
            RecordCodec.Builder<RunStarted> codec, RunRelation relation, String description) {
        var run = codec.optional(relation.word(), FieldType.TEXT, event -> event.reference(relation), description);
        return line -> line.get(run).map(id -> new RunStarted.RunReference(relation, id));
    }

    private static Optional<RunStarted.RunReference> first(
            List<RecordCodec.Factory<Optional<RunStarted.RunReference>>> references, RecordCodec.FieldValues line)
            throws UnreadableEventException {
        for (RecordCodec.Factory<Optional<RunStarted.RunReference>> each : references) {
            Optional<RunStarted.RunReference> reference = each.make(line);
            if (reference.isPresent()) {
                return reference;
            }
        }
        return Optional.empty();
    }

    private static EventCodec<PairStarted> pairStarted() {
        RecordCodec.Builder<PairStarted> codec = new RecordCodec.Builder<>();
        var refresh = codec.requiredField(
                        "refresh", FieldType.TEXT, PairStarted::refresh, "The id of the refresh that the pair is in.")
                .keepVerbatim();
        var source = codec.requiredField("source", FieldType.TEXT, PairStarted::source, "The instance that is copied.")
                .keepVerbatim();
        var target = codec.requiredField(
                        "target", FieldType.TEXT, PairStarted::target, "The instance that is replaced.")
                .keepVerbatim();
        var resumed = codec.requiredField(
                "resumed", FieldType.TRUTH, PairStarted::resumed, "Whether an earlier run began the refresh.");
        var dataAsOf = codec.optional(
                        DATA_AS_OF, FieldType.TIME, PairStarted::dataAsOf, "The point in time of the new data.")
                .keepVerbatim();
        return new EventCodec<>(
                "pair_started",
                PairStarted.class,
                "The work on a pair begins.",
                codec.build(line -> new PairStarted(
                        line.get(refresh), line.get(source), line.get(target), line.get(resumed), line.get(dataAsOf))));
    }

    private static EventCodec<InstancesListed> instancesListed() {
        RecordCodec.Builder<InstancesListed> codec = new RecordCodec.Builder<>();
        var when = codec.requiredField(
                "when",
                FieldType.word(ListingTime.class),
                InstancesListed::when,
                "Before or after the work on the pair.");
        var instances = codec.requiredField(
                "instances",
                FieldType.list(FieldType.fields(instance())),
                InstancesListed::instances,
                "The instances, each tree from its root.");
        return new EventCodec<>(
                "world",
                InstancesListed.class,
                "The instances of a pair before and after the work on it; a check predicts the second list.",
                codec.build(line -> new InstancesListed(line.get(when), line.get(instances))));
    }

    private static RecordCodec<InstanceSnapshot> instance() {
        RecordCodec.Builder<InstanceSnapshot> codec = new RecordCodec.Builder<>();
        var name = codec.requiredField("name", FieldType.TEXT, InstanceSnapshot::name, "Its name.");
        var resourceId = codec.requiredField(
                        "resource_id", FieldType.TEXT, InstanceSnapshot::resourceId, "Its DbiResourceId.")
                .withDefault("");
        var status = codec.requiredField("status", FieldType.TEXT, InstanceSnapshot::status, "Its status in RDS.")
                .withDefault("");
        var source = codec.text(
                        "source", InstanceSnapshot::source, "The instance it replicates from; empty without one.")
                .withDefault(Optional.empty());
        var size = codec.requiredField(
                        "class", FieldType.TEXT, event -> event.model().instanceClass(), "Its instance class.")
                .withDefault("");
        var engine = codec.requiredField(
                        "engine", FieldType.TEXT, event -> event.model().engine(), "Its engine.")
                .withDefault("");
        var state = codec.text(
                        "state",
                        InstanceSnapshot::state,
                        "How far its data is to be trusted; empty when no refresh has made it.")
                .withDefault(Optional.empty());
        var role = codec.requiredField(
                "part", FieldType.word(InstanceRole.class), InstanceSnapshot::role, "What it is to the pair.");
        var becomes = codec.text(
                        "becomes",
                        InstanceSnapshot::nameAfterSwap,
                        "The name that the swap gives it; empty when it gives none.")
                .withDefault(Optional.empty());
        return codec.build(line -> new InstanceSnapshot(
                line.get(name),
                line.get(resourceId),
                line.get(status),
                line.get(source),
                new InstanceSnapshot.InstanceModel(line.get(size), line.get(engine)),
                line.get(state),
                line.get(role),
                line.get(becomes)));
    }

    private static EventCodec<PairEnded> pairEnded() {
        RecordCodec.Builder<PairEnded> codec = new RecordCodec.Builder<>();
        var status =
                codec.requiredField("status", FieldType.word(PairStatus.class), PairEnded::status, "How it ended.");
        var counts = counts(codec);
        var took = codec.requiredField("seconds", FieldType.SECONDS, PairEnded::duration, "How long it took.")
                .withDefault(Duration.ZERO);
        var coverage = coverage(codec);
        var message = codec.text("message", PairEnded::message, "Why it did not come to its end; empty when it did.")
                .withDefault(Optional.empty());
        var dataAsOf = dataAsOf(codec);
        var refresh = codec.text(
                        "refresh",
                        event -> event.reference().refresh(),
                        "The id of the refresh that the pair is in; empty when it never began.")
                .keepVerbatim()
                .withDefault(Optional.empty());
        var foreseen =
                codec.flag("foreseen", PairEnded::preflightOnly, "Whether the preflight stopped it before its run.");
        var skipReason = codec.optional(
                "skip_reason",
                FieldType.word(SkipReason.class),
                event -> event.reference().skipReason(),
                "Why it needed no work.");
        return new EventCodec<>(
                "pair_ended",
                PairEnded.class,
                "The work on a pair ends.",
                codec.build(line -> new PairEnded(
                        line.get(status),
                        counts.make(line),
                        line.get(took),
                        coverage.make(line),
                        line.get(message),
                        dataAsOf.make(line),
                        new PairEnded.RefreshReference(line.get(refresh), line.get(skipReason)),
                        line.get(foreseen))));
    }

    private static RecordCodec.Factory<TaskCounts> counts(RecordCodec.Builder<PairEnded> codec) {
        var ok = count(codec, TaskStatus.OK, "Tasks that succeeded, including those that changed something.");
        var changed = count(codec, TaskStatus.CHANGED, "Tasks that changed something.");
        var skipped = count(codec, TaskStatus.SKIPPED, "Tasks that were skipped.");
        var failed = count(codec, TaskStatus.FAILED, "Tasks that failed.");
        var ignored = count(codec, TaskStatus.IGNORED, "Tasks whose failure was ignored.");
        var rescued = count(codec, TaskStatus.RESCUED, "Tasks whose failure was rescued.");
        return line -> new TaskCounts(
                line.get(ok),
                line.get(changed),
                line.get(skipped),
                line.get(failed),
                line.get(ignored),
                line.get(rescued));
    }

    private static FieldSlot<Integer> count(
            RecordCodec.Builder<PairEnded> codec, TaskStatus status, String description) {
        return codec.requiredField(
                        status.word(), FieldType.WHOLE, event -> event.counts().of(status), description)
                .withDefault(0);
    }

    private static RecordCodec.Factory<PairEnded.TaskCoverage> coverage(RecordCodec.Builder<PairEnded> codec) {
        var complete = codec.requiredField(
                        "complete",
                        FieldType.TRUTH,
                        event -> event.coverage().complete(),
                        "Whether the whole runbook was done with no task left out.")
                .withDefault(false);
        var leftOut = codec.requiredField(
                        "left_out",
                        FieldType.TRUTH,
                        event -> event.coverage().declinedByUser(),
                        "Whether the user declined a task.")
                .withDefault(false);
        var covered = codec.requiredField(
                        "covered",
                        FieldType.TEXTS,
                        event -> event.coverage().requestedTasks(),
                        "The ids of the requested tasks.")
                .withDefault(List.of());
        return line -> new PairEnded.TaskCoverage(line.get(complete), line.get(leftOut), line.get(covered));
    }

    private static RecordCodec.Factory<Optional<DataTime>> dataAsOf(RecordCodec.Builder<PairEnded> codec) {
        FieldSlot<Optional<Instant>> moment = codec.optional(
                        DATA_AS_OF,
                        FieldType.TIME,
                        event -> event.dataAsOf().map(DataTime::moment),
                        "The point in time of the new data.")
                .keepVerbatim();
        var bound = codec.optional(
                DATA_AS_OF + "_bound",
                FieldType.word(DataTimeQualifier.class),
                event -> event.dataAsOf().flatMap(DataTime::qualifier),
                "How the data relates to that time; missing when the data is exactly from that time.");
        return line -> {
            Optional<DataTimeQualifier> known = line.get(bound);
            return line.get(moment).map(at -> new DataTime(at, known));
        };
    }

    private static EventCodec<RunEnded> runEnded() {
        RecordCodec.Builder<RunEnded> codec = new RecordCodec.Builder<>();
        var exit = codec.optional(
                "exit",
                FieldType.WHOLE,
                event -> event.exit().isPresent() ? Optional.of(event.exit().getAsInt()) : Optional.empty(),
                "The exit code of the process.");
        var took = codec.requiredField("seconds", FieldType.SECONDS, RunEnded::duration, "How long the run took.");
        return new EventCodec<>(
                "run_ended",
                RunEnded.class,
                "The run or the check ends.",
                codec.build(line ->
                        new RunEnded(line.get(exit).map(OptionalInt::of).orElse(OptionalInt.empty()), line.get(took))));
    }
}
