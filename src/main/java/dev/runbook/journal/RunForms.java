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
final class RunForms {

    private static final String DATA_AS_OF = "data_as_of";

    private RunForms() {}

    static List<EventForm<?>> all() {
        return List.of(runStarted(), pairStarted(), instancesListed(), pairEnded(), runEnded());
    }

    private static EventForm<RunStarted> runStarted() {
        RecordForm.Builder<RunStarted> form = new RecordForm.Builder<>();
        var run = form.optional("run", FieldType.TEXT, RunStarted::run, "The id of the run; a check has none.")
                .verbatim();
        var files = files(form);
        var pairs = form.required(
                        "pairs", FieldType.TEXTS, RunStarted::pairs, "The pairs, in the order of the inventory.")
                .verbatim();
        var check = form.required("check", FieldType.TRUTH, RunStarted::check, "Whether everything is only predicted.");
        var resumed = form.required(
                "resumed", FieldType.TRUTH, RunStarted::resumed, "Whether a refresh of an earlier run continues.");
        var start = start(form);
        var plan = form.text("plan", RunStarted::plan, "The digest of the plan that limits the run; empty without one.")
                .orOlder(Optional.empty());
        var references = List.of(
                reference(form, RunRelation.RESUMES, "The id of the run that this run resumes."),
                reference(form, RunRelation.ROLLS_BACK, "The id of the run that this run rolls back."),
                reference(form, RunRelation.DISCARDS, "The id of the run whose instances this run deletes."));
        return new EventForm<>(
                "run_started",
                RunStarted.class,
                "A run or a check begins.",
                form.make(line -> new RunStarted(
                        line.get(run),
                        files.make(line),
                        line.get(pairs),
                        line.get(check),
                        line.get(resumed),
                        start.make(line),
                        line.get(plan),
                        first(references, line))));
    }

    private static RecordForm.Factory<RunStarted.RunFiles> files(RecordForm.Builder<RunStarted> form) {
        var runbook = form.required(
                "runbook", FieldType.TEXT, event -> event.files().runbook(), "The runbook, as the user named it.");
        var inventory = form.required(
                "inventory",
                FieldType.TEXT,
                event -> event.files().inventory(),
                "The inventory, as the user named it.");
        var runbookPath = form.required(
                        "runbook_path",
                        FieldType.TEXT,
                        event -> event.files().runbookPath(),
                        "The real path of the runbook.")
                .verbatim()
                .orOlder("");
        var inventoryPath = form.required(
                        "inventory_path",
                        FieldType.TEXT,
                        event -> event.files().inventoryPath(),
                        "The real path of the inventory.")
                .verbatim()
                .orOlder("");
        return line -> new RunStarted.RunFiles(
                line.get(runbook), line.get(inventory), line.get(runbookPath), line.get(inventoryPath));
    }

    private static RecordForm.Factory<RunStarted.StartCommand> start(RecordForm.Builder<RunStarted> form) {
        var words = form.required(
                        "argv", FieldType.TEXTS, event -> event.start().words(), "The words after 'runbook'.")
                .orOlder(List.of());
        var folder = form.required(
                        "folder", FieldType.TEXT, event -> event.start().folder(), "The folder it was started in.")
                .verbatim()
                .orOlder("");
        var owner = form.optional(
                        "owner",
                        FieldType.fields(Owner.form()),
                        event -> event.start().owner(),
                        "The process of the run.")
                .verbatim();
        return line -> new RunStarted.StartCommand(line.get(words), line.get(folder), line.get(owner));
    }

    private static RecordForm.Factory<Optional<RunStarted.RunReference>> reference(
            RecordForm.Builder<RunStarted> form, RunRelation relation, String description) {
        var run = form.optional(relation.word(), FieldType.TEXT, event -> event.reference(relation), description);
        return line -> line.get(run).map(id -> new RunStarted.RunReference(relation, id));
    }

    private static Optional<RunStarted.RunReference> first(
            List<RecordForm.Factory<Optional<RunStarted.RunReference>>> references, RecordForm.Line line)
            throws UnreadableEventException {
        for (RecordForm.Factory<Optional<RunStarted.RunReference>> each : references) {
            Optional<RunStarted.RunReference> reference = each.make(line);
            if (reference.isPresent()) {
                return reference;
            }
        }
        return Optional.empty();
    }

    private static EventForm<PairStarted> pairStarted() {
        RecordForm.Builder<PairStarted> form = new RecordForm.Builder<>();
        var refresh = form.required(
                        "refresh", FieldType.TEXT, PairStarted::refresh, "The id of the refresh that the pair is in.")
                .verbatim();
        var source = form.required("source", FieldType.TEXT, PairStarted::source, "The instance that is copied.")
                .verbatim();
        var target = form.required("target", FieldType.TEXT, PairStarted::target, "The instance that is replaced.")
                .verbatim();
        var resumed = form.required(
                "resumed", FieldType.TRUTH, PairStarted::resumed, "Whether an earlier run began the refresh.");
        var dataAsOf = form.optional(
                        DATA_AS_OF, FieldType.TIME, PairStarted::dataAsOf, "The point in time of the new data.")
                .verbatim();
        return new EventForm<>(
                "pair_started",
                PairStarted.class,
                "The work on a pair begins.",
                form.make(line -> new PairStarted(
                        line.get(refresh), line.get(source), line.get(target), line.get(resumed), line.get(dataAsOf))));
    }

    private static EventForm<InstancesListed> instancesListed() {
        RecordForm.Builder<InstancesListed> form = new RecordForm.Builder<>();
        var when = form.required(
                "when",
                FieldType.word(ListingTime.class),
                InstancesListed::when,
                "Before or after the work on the pair.");
        var instances = form.required(
                "instances",
                FieldType.list(FieldType.fields(instance())),
                InstancesListed::instances,
                "The instances, each tree from its root.");
        return new EventForm<>(
                "world",
                InstancesListed.class,
                "The instances of a pair before and after the work on it; a check predicts the second list.",
                form.make(line -> new InstancesListed(line.get(when), line.get(instances))));
    }

    private static RecordForm<InstanceSnapshot> instance() {
        RecordForm.Builder<InstanceSnapshot> form = new RecordForm.Builder<>();
        var name = form.required("name", FieldType.TEXT, InstanceSnapshot::name, "Its name.");
        var resourceId = form.required(
                        "resource_id", FieldType.TEXT, InstanceSnapshot::resourceId, "Its DbiResourceId.")
                .orOlder("");
        var status = form.required("status", FieldType.TEXT, InstanceSnapshot::status, "Its status in RDS.")
                .orOlder("");
        var source = form.text(
                        "source", InstanceSnapshot::source, "The instance it replicates from; empty without one.")
                .orOlder(Optional.empty());
        var size = form.required("class", FieldType.TEXT, event -> event.model().size(), "Its instance class.")
                .orOlder("");
        var engine = form.required(
                        "engine", FieldType.TEXT, event -> event.model().engine(), "Its engine.")
                .orOlder("");
        var state = form.text(
                        "state",
                        InstanceSnapshot::state,
                        "How far its data is to be trusted; empty when no refresh has made it.")
                .orOlder(Optional.empty());
        var role = form.required(
                "part", FieldType.word(InstanceRole.class), InstanceSnapshot::role, "What it is to the pair.");
        var becomes = form.text(
                        "becomes",
                        InstanceSnapshot::becomes,
                        "The name that the swap gives it; empty when it gives none.")
                .orOlder(Optional.empty());
        return form.make(line -> new InstanceSnapshot(
                line.get(name),
                line.get(resourceId),
                line.get(status),
                line.get(source),
                new InstanceSnapshot.InstanceModel(line.get(size), line.get(engine)),
                line.get(state),
                line.get(role),
                line.get(becomes)));
    }

    private static EventForm<PairEnded> pairEnded() {
        RecordForm.Builder<PairEnded> form = new RecordForm.Builder<>();
        var status = form.required("status", FieldType.word(PairStatus.class), PairEnded::status, "How it ended.");
        var counts = counts(form);
        var took = form.required("seconds", FieldType.SECONDS, PairEnded::took, "How long it took.")
                .orOlder(Duration.ZERO);
        var coverage = coverage(form);
        var message = form.text("message", PairEnded::message, "Why it did not come to its end; empty when it did.")
                .orOlder(Optional.empty());
        var dataAsOf = dataAsOf(form);
        var refresh = form.text(
                        "refresh",
                        event -> event.reference().refresh(),
                        "The id of the refresh that the pair is in; empty when it never began.")
                .verbatim()
                .orOlder(Optional.empty());
        var foreseen = form.flag("foreseen", PairEnded::foreseen, "Whether the preflight stopped it before its run.");
        var skipReason = form.optional(
                "skip_reason",
                FieldType.word(SkipReason.class),
                event -> event.reference().skipReason(),
                "Why it needed no work.");
        return new EventForm<>(
                "pair_ended",
                PairEnded.class,
                "The work on a pair ends.",
                form.make(line -> new PairEnded(
                        line.get(status),
                        counts.make(line),
                        line.get(took),
                        coverage.make(line),
                        line.get(message),
                        dataAsOf.make(line),
                        new PairEnded.RefreshReference(line.get(refresh), line.get(skipReason)),
                        line.get(foreseen))));
    }

    private static RecordForm.Factory<TaskCounts> counts(RecordForm.Builder<PairEnded> form) {
        var ok = count(form, TaskStatus.OK, "Tasks that succeeded, including those that changed something.");
        var changed = count(form, TaskStatus.CHANGED, "Tasks that changed something.");
        var skipped = count(form, TaskStatus.SKIPPED, "Tasks that were skipped.");
        var failed = count(form, TaskStatus.FAILED, "Tasks that failed.");
        var ignored = count(form, TaskStatus.IGNORED, "Tasks whose failure was ignored.");
        var rescued = count(form, TaskStatus.RESCUED, "Tasks whose failure was rescued.");
        return line -> new TaskCounts(
                line.get(ok),
                line.get(changed),
                line.get(skipped),
                line.get(failed),
                line.get(ignored),
                line.get(rescued));
    }

    private static FieldSlot<Integer> count(RecordForm.Builder<PairEnded> form, TaskStatus status, String description) {
        return form.required(
                        status.word(), FieldType.WHOLE, event -> event.counts().of(status), description)
                .orOlder(0);
    }

    private static RecordForm.Factory<PairEnded.TaskCoverage> coverage(RecordForm.Builder<PairEnded> form) {
        var complete = form.required(
                        "complete",
                        FieldType.TRUTH,
                        event -> event.coverage().complete(),
                        "Whether the whole runbook was done with no task left out.")
                .orOlder(false);
        var leftOut = form.required(
                        "left_out",
                        FieldType.TRUTH,
                        event -> event.coverage().leftOut(),
                        "Whether the user declined a task.")
                .orOlder(false);
        var covered = form.required(
                        "covered",
                        FieldType.TEXTS,
                        event -> event.coverage().covered(),
                        "The ids of the requested tasks.")
                .orOlder(List.of());
        return line -> new PairEnded.TaskCoverage(line.get(complete), line.get(leftOut), line.get(covered));
    }

    private static RecordForm.Factory<Optional<DataTime>> dataAsOf(RecordForm.Builder<PairEnded> form) {
        FieldSlot<Optional<Instant>> moment = form.optional(
                        DATA_AS_OF,
                        FieldType.TIME,
                        event -> event.dataAsOf().map(DataTime::moment),
                        "The point in time of the new data.")
                .verbatim();
        var bound = form.optional(
                DATA_AS_OF + "_bound",
                FieldType.word(DataBound.class),
                event -> event.dataAsOf().flatMap(DataTime::bound),
                "How the data relates to that time; missing when the data is exactly from that time.");
        return line -> {
            Optional<DataBound> known = line.get(bound);
            return line.get(moment).map(at -> new DataTime(at, known));
        };
    }

    private static EventForm<RunEnded> runEnded() {
        RecordForm.Builder<RunEnded> form = new RecordForm.Builder<>();
        var exit = form.optional(
                "exit",
                FieldType.WHOLE,
                event -> event.exit().isPresent() ? Optional.of(event.exit().getAsInt()) : Optional.empty(),
                "The exit code of the process.");
        var took = form.required("seconds", FieldType.SECONDS, RunEnded::took, "How long the run took.");
        return new EventForm<>(
                "run_ended",
                RunEnded.class,
                "The run or the check ends.",
                form.make(line ->
                        new RunEnded(line.get(exit).map(OptionalInt::of).orElse(OptionalInt.empty()), line.get(took))));
    }
}
