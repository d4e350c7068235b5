package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.plan.PlanReader;
import dev.runbook.plan.PlanRecorder;
import dev.runbook.plan.PlanWriter;
import dev.runbook.plan.SavedPlan;
import dev.runbook.plan.Sha256;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/** A run that is held to a plan makes its calls and no others, or none at all. */
class PlanGuardTest {

    @TempDir
    Path folder;

    private final AtomicInteger rigs = new AtomicInteger();

    @Test
    void makesTheCallsOfThePlanAndNoOthers() throws Exception {
        try (SiteFixture site = site()) {
            Plans plan = planned(site.rig);
            List<String> foreseen = plan.savedPlan().orElseThrow().plan().pairs().get(0).calls().stream()
                    .filter(call -> !call.isParallel())
                    .map(call -> call.task() + " " + call.key())
                    .toList();
            assertThat(run(site.rig, plan).exit()).describedAs(site.rig.story()).isZero();
            assertThat(site.rig.events(Event.ChangeAnnounced.class))
                    .extracting(event -> event.task() + " " + event.event().key())
                    .isEqualTo(foreseen);
            assertThat(site.store.contents("demo-media")).isEqualTo(site.store.contents("prod-media"));
            assertThat(site.restarts).hasValue(1);
        }
    }

    @Test
    void aPlanIsCarriedOutOnce() throws Exception {
        try (SiteFixture site = site()) {
            Plans plan = planned(site.rig);
            assertThat(run(site.rig, plan).exit()).isZero();
            refused(site, plan, "the plan was carried out already, in run ");
        }
    }

    /** Each change to the world, and the place that the refusal must name. */
    @TestFactory
    Stream<DynamicTest> aWorldThatHasMovedOnIsRefusedWithThePlace() {
        return Stream.concat(instancesThatMoved(), bucketsThatMoved())
                .map(drift -> DynamicTest.dynamicTest(drift.name(), () -> {
                    try (SiteFixture site = site()) {
                        Plans plan = planned(site.rig);
                        drift.happening().happen(site);
                        refused(site, plan, drift.places().toArray(String[]::new));
                    }
                }));
    }

    private static Stream<Drift> instancesThatMoved() {
        return Stream.of(
                moved(
                        "a class",
                        site -> modify(site, edit -> edit.dbInstanceClass("db.m5.large")),
                        "instance mitosis-demo: class was ",
                        " when planned and is db.m5.large now"),
                moved(
                        "the days of backups",
                        site -> modify(site, edit -> edit.backupRetentionPeriod(9)),
                        "instance mitosis-demo: backup days was ",
                        " when planned and is 9 now"),
                moved(
                        "another name",
                        site -> rename(site, "mitosis-demo", "mitosis-gone"),
                        "instance mitosis-demo: existed when planned and is gone"),
                moved(
                        "a leftover",
                        site -> rename(site, "mitosis-stage", "old-mitosis-demo"),
                        "instance old-mitosis-demo: exists now and did not when planned"),
                moved(
                        "a tag of ours",
                        PlanGuardTest::tag,
                        "instance mitosis-demo: tag runbook:state was empty when planned and is live now"));
    }

    private static Stream<Drift> bucketsThatMoved() {
        return Stream.of(
                moved(
                        "a new object",
                        site -> site.store.put("prod-media", "d.jpg", "new"),
                        "bucket prod-media/: objects was 3 when planned and is 4 now",
                        "task s3-sync: s3 CopyObject d.jpg: is not in the plan"),
                moved(
                        "another object",
                        site -> site.store.put("prod-media", "a.jpg", "painted over"),
                        "bucket prod-media/: digest was ",
                        "task s3-sync: s3 CopyObject a.jpg: CopySourceIfMatch was "),
                moved(
                        "a missing object",
                        site -> site.store.put("demo-media", "a.jpg", "picture a.jpg"),
                        "task s3-sync: s3 CopyObject a.jpg: is in the plan and would not be made now"),
                moved(
                        "one more to delete",
                        site -> site.store.put("demo-media", "z.jpg", "extra"),
                        "task s3-sync: s3 DeleteObjects demo-media z.jpg: is not in the plan"));
    }

    @Test
    void anotherRunbookIsRefusedCallByCall() throws Exception {
        try (SiteFixture site = site()) {
            Plans plan = planned(site.rig);
            String longer = FaultTest.RUNBOOK.replace(
                    "- cleanup: {}", "- cleanup: {}\n    - name: again\n      rds-replicas: {}");
            String other = longer.replace("argv: [restart-shop]", "argv: [restart-all]");
            site.rig.with(plan).next(KillSwitch.none());
            assertThat(site.rig.run(FaultTest.WHOLE, other, false).exit())
                    .describedAs(site.rig.story())
                    .isEqualTo(RunOutcome.REFUSED);
            assertThat(site.rig.story())
                    .contains("task restart-hook: process Run restart-all: is not in the plan")
                    .contains("task restart-hook: process Run restart-shop: is in the plan and would not be made now");
            assertThat(site.rig.sandbox().calls().lines()).isEmpty();
        }
    }

    @Test
    void aRunStopsBeforeACallThatThePlanDoesNotPromise() throws Exception {
        try (SiteFixture site = site()) {
            Plans plan = planned(site.rig);
            AtomicBoolean done = new AtomicBoolean();
            site.rig.watching(world -> {
                boolean swapped =
                        world.instance(new InstanceId("old-mitosis-demo")).isPresent();
                if (swapped && done.compareAndSet(false, true)) {
                    site.store.put("prod-media", "d.jpg", "uploaded meanwhile");
                }
            });
            assertThat(run(site.rig, plan).exit()).describedAs(site.rig.story()).isEqualTo(RunOutcome.REFUSED);
            assertThat(site.rig.story())
                    .contains(
                            "stopped before a call that the plan does not promise: task s3-sync: s3 CopyObject d.jpg");
            assertThat(site.store.contents("demo-media").toString()).doesNotContain("d.jpg");
            assertThat(site.restarts).hasValue(0);

            site.rig.with(Plans.none()).watching(world -> {}).next(KillSwitch.none());
            assertThat(site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false).exit())
                    .describedAs(site.rig.story())
                    .isZero();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @TestFactory
    Stream<DynamicTest> killedAtAnyFourthCallThePlanIsContinued() throws Exception {
        int calls;
        Map<String, String> shape;
        try (SiteFixture site = site()) {
            Plans plan = planned(site.rig);
            KillSwitch counter = KillSwitch.none();
            site.rig.next(counter).with(plan);
            assertThat(site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false).exit())
                    .isZero();
            calls = counter.calls();
            shape = site.shape();
        }
        return IntStream.rangeClosed(1, calls)
                .filter(number -> number % 4 == 0)
                .boxed()
                .flatMap(number -> Stream.of(KillSwitch.Moment.BEFORE_CALL, KillSwitch.Moment.AFTER_CALL)
                        .map(moment -> DynamicTest.dynamicTest(
                                moment + " " + number, () -> continues(new KillSwitch(moment, number), shape))));
    }

    private void continues(KillSwitch reaper, Map<String, String> shape) throws Exception {
        try (SiteFixture site = site()) {
            Plans plan = planned(site.rig);
            site.rig.with(plan).next(reaper);
            assertThatThrownBy(() -> site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false))
                    .isInstanceOf(KillError.class);
            assertThat(run(site.rig, plan).exit()).describedAs(site.rig.story()).isZero();
            assertThat(site.shape()).isEqualTo(shape);
        }
    }

    @Test
    void aRefreshThatSomebodyElseHasBegunIsNotThePlans() throws Exception {
        try (SiteFixture site = site()) {
            Plans plan = planned(site.rig);
            site.rig.with(Plans.none()).next(new KillSwitch(KillSwitch.Moment.AFTER_CALL, 2));
            assertThatThrownBy(() -> site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false))
                    .isInstanceOf(KillError.class);
            int made = site.rig.sandbox().calls().lines().size();
            assertThat(run(site.rig, plan).exit()).describedAs(site.rig.story()).isEqualTo(RunOutcome.REFUSED);
            assertThat(site.rig.story())
                    .contains("pair demo: was to begin a new refresh when planned, and refresh ")
                    .contains("instance temp-mitosis-demo: exists now and did not when planned");
            assertThat(site.rig.sandbox().calls().lines()).hasSize(made);
        }
    }

    @Test
    void aPlanOfARefreshUnderWayGoesOnWithIt() throws Exception {
        try (SiteFixture site = site()) {
            site.rig.next(new KillSwitch(KillSwitch.Moment.AFTER_CALL, 4));
            assertThatThrownBy(() -> site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false))
                    .isInstanceOf(KillError.class);
            settled(site, "temp-mitosis-demo");
            Plans plan = planned(site.rig);
            assertThat(plan.savedPlan().orElseThrow().plan().pairs().get(0).refresh())
                    .isPresent();
            assertThat(run(site.rig, plan).exit()).describedAs(site.rig.story()).isZero();
        }
    }

    @Test
    void aCheckThatFailsLeavesNoPlan() throws Exception {
        try (SiteFixture site = site()) {
            rename(site, "mitosis-stage", "old-mitosis-demo");
            PlanRecorder recorder = new PlanRecorder(folder);
            site.rig.with(Plans.forRecorder(recorder)).next(KillSwitch.none());
            assertThat(site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, true).exit())
                    .isNotZero();
            assertThat(recorder.toPlan(origin(), asked())).isEmpty();
        }
    }

    private interface Happening {
        void happen(SiteFixture site) throws Exception;
    }

    private record Drift(String name, Happening happening, List<String> places) {}

    private static Drift moved(String name, Happening happening, String... places) {
        return new Drift(name, happening, List.of(places));
    }

    private static void refused(SiteFixture site, Plans plan, String... places) throws Exception {
        int made = site.rig.sandbox().calls().lines().size();
        Map<String, String> before = site.store.contents("demo-media");
        assertThat(run(site.rig, plan).exit()).describedAs(site.rig.story()).isEqualTo(RunOutcome.REFUSED);
        assertThat(site.rig.story()).contains(places);
        assertThat(site.rig.events(Event.ChangeAnnounced.class)).isEmpty();
        assertThat(site.rig.sandbox().calls().lines()).hasSize(made);
        assertThat(site.store.contents("demo-media")).isEqualTo(before);
    }

    private static RunOutcome run(EngineFixture rig, Plans plan) throws IOException {
        return rig.with(plan).next(KillSwitch.none()).run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
    }

    /** The plan of the whole runbook, as it comes out of its file. */
    private Plans planned(EngineFixture rig) throws Exception {
        PlanRecorder recorder = new PlanRecorder(folder);
        rig.with(Plans.forRecorder(recorder)).next(KillSwitch.none());
        assertThat(rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, true).exit())
                .describedAs(rig.story())
                .isZero();
        String text = PlanWriter.write(recorder.toPlan(origin(), asked()).orElseThrow());
        SavedPlan plan = PlanReader.read(text);
        assertThat(PlanWriter.write(plan)).isEqualTo(text);
        return Plans.forRun(plan, Sha256.of(text));
    }

    static SavedPlan.PlanOrigin origin() {
        return new SavedPlan.PlanOrigin(
                "runbook test", Instant.parse("2026-11-21T05:49:00Z"), "/project", List.of("run"));
    }

    static SavedPlan.PlanRequest asked() {
        return new SavedPlan.PlanRequest(
                "runbook.yml",
                "inventory.yml",
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Map.<String, Value>of(),
                Map.of());
    }

    private static void modify(SiteFixture site, Consumer<ModifyDbInstanceRequest.Builder> edit) throws Exception {
        ModifyDbInstanceRequest request = ModifyDbInstanceRequest.builder()
                .dbInstanceIdentifier("mitosis-demo")
                .applyImmediately(true)
                .applyMutation(edit)
                .build();
        site.rig.rds().modify(request);
        settled(site, "mitosis-demo");
    }

    private static void rename(SiteFixture site, String present, String wanted) throws Exception {
        site.rig
                .rds()
                .modify(ModifyDbInstanceRequest.builder()
                        .dbInstanceIdentifier(present)
                        .newDBInstanceIdentifier(wanted)
                        .applyImmediately(true)
                        .build());
        settled(site, wanted);
    }

    private static void tag(SiteFixture site) throws Exception {
        Instance instance =
                site.rig.world().instance(new InstanceId("mitosis-demo")).orElseThrow();
        site.rig
                .rds()
                .addTags(AddTagsToResourceRequest.builder()
                        .resourceName(instance.description().dbInstanceArn())
                        .tags(Tag.builder().key("runbook:state").value("live").build())
                        .build());
    }

    private static void settled(SiteFixture site, String name) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(20);
        InstanceId id = new InstanceId(name);
        while (site.rig
                .world()
                .instance(id)
                .filter(one -> one.isAvailable() && !one.hasPendingChanges())
                .isEmpty()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(5);
        }
    }

    private SiteFixture site() throws IOException {
        return new SiteFixture(Files.createDirectory(folder.resolve("rig-" + rigs.incrementAndGet())));
    }
}
