package dev.runbook.modules.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.FixedPlanningContext;
import dev.runbook.modules.FixedPorts;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext.Purpose;
import dev.runbook.modules.Refresh.BucketCopy;
import dev.runbook.modules.Refresh.BucketPath;
import dev.runbook.modules.Refresh.CopyRules;
import dev.runbook.port.ObjectListing.Entry;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.yaml.Glob;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3SyncTest {

    private final MemoryStore store = new MemoryStore(3);
    private final FixedPorts outside = new FixedPorts().store("default", store).store("other", store);
    private final S3Sync module = new S3Sync();

    @BeforeEach
    void makeBuckets() {
        store.bucket("prod");
        store.bucket("stage");
    }

    @Test
    void anySyncMakesBothSidesEqualAndTheSecondDoesNothing() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            makeBuckets();
            fill(random, "prod", "app/");
            fill(random, "stage", "copy/");
            store.put("prod", "app2/neighbour", "p");
            store.put("stage", "copy2/neighbour", "s");
            store.put("stage", "copy", "s");
            BucketCopy copy = copy("app/", "copy/", rules(true, 100L));

            sync(copy, Purpose.RUN);

            assertThat(below(store.contents("stage"), "copy/"))
                    .as("seed %s", seed)
                    .isEqualTo(below(store.contents("prod"), "app/"));
            assertThat(store.contents("stage"))
                    .containsEntry("copy2/neighbour", "s")
                    .containsEntry("copy", "s");
            assertThat(plan(copy, new FixedPlanningContext()).changes())
                    .as("seed %s", seed)
                    .isEmpty();
        }
    }

    @Test
    void aCheckForeseesExactlyTheCallsOfTheRun() throws Exception {
        fill(new Random(5), "prod", "");
        fill(new Random(6), "stage", "");
        BucketCopy copy = copy("", "", rules(true, 100L));
        FixedPlanningContext view = new FixedPlanningContext().purpose(Purpose.CHECK);
        Plan plan = plan(copy, view);
        List<String> foreseen = new ArrayList<>();
        view.predictedCalls().forEach(call -> foreseen.addAll(names(call)));

        assertThat(store.calls()).isEmpty();
        sync(copy, Purpose.RUN);

        assertThat(foreseen).containsExactlyInAnyOrderElementsOf(store.calls());
        assertThat(plan.changes().get(0).describe().effect()).contains("to copy", "to delete");
        assertThat(plan.result().apply(view.world()).fields().get("copied"))
                .isEqualTo(new Value.Whole(store.calls().stream()
                        .filter(call -> call.startsWith("CopyObject"))
                        .count()));
    }

    @Test
    void includedAndExcludedKeysAreJudgedBelowThePrefix() throws Exception {
        store.put("prod", "app/images/a.png", "1");
        store.put("prod", "app/images/deep/b.png", "2");
        store.put("prod", "app/tmp/c", "3");
        store.put("stage", "app/tmp/old", "4");
        store.put("stage", "app/images/gone.png", "5");
        CopyRules rules = new CopyRules(
                globs("images/**", "tmp/"), globs("tmp/", "images/*/b.png"), true, Optional.of(9L), false);

        sync(copy("app/", "app/", rules), Purpose.RUN);

        assertThat(store.contents("stage")).containsOnlyKeys("app/images/a.png", "app/tmp/old");
    }

    @Test
    void aGlobThatMatchesNoKeyOfEitherSideIsAWarningInCheckAndRun() throws Exception {
        store.put("prod", "a.jpg", "1");
        store.put("prod", "private/b.jpg", "2");
        store.put("stage", "old/c.jpg", "3");
        CopyRules rules = new CopyRules(
                globs("**/*.jpg", "*.png"),
                globs("/private/", "old", "keys/", "*.{key,pem}"),
                false,
                Optional.empty(),
                false);
        FixedPlanningContext check = new FixedPlanningContext().purpose(Purpose.CHECK);
        plan(copy("", "", rules), check);
        assertThat(check.warnings())
                .hasSize(3)
                .anyMatch(text -> text.contains("'include' has '*.png' (i.yml:1:1), which matches no key"))
                .anyMatch(text -> text.contains("'exclude' has 'keys/'"))
                .anyMatch(text -> text.contains("'exclude' has '*.{key,pem}'"));

        sync(copy("", "", rules), Purpose.RUN);
        assertThat(outside.lines())
                .filteredOn(line -> line.startsWith("warning"))
                .hasSize(3);
        assertThat(store.contents("stage")).containsOnlyKeys("a.jpg", "old/c.jpg");

        FixedPlanningContext again = new FixedPlanningContext();
        plan(copy("", "", rules), again);
        assertThat(again.warnings()).as("a run that has nothing to copy").hasSize(3);
    }

    @Test
    void aGlobOfTheTaskIsIdleOnlyWhenItMatchesInNoneOfTheCopies() throws Exception {
        store.put("prod", "one/a.jpg", "1");
        store.put("prod", "two/b.tmp", "2");
        store.put("prod", "two/b.jpg", "2");
        FixedPlanningContext view =
                new FixedPlanningContext().purpose(Purpose.CHECK).buckets("default", store);
        view.refresh(FixedPlanningContext.refresh(
                List.of(copy("one/", "one/", rules(false, null)), copy("two/", "two/", rules(false, null)))));
        module.plan(FixedArgs.of(module, "exclude", List.of("*.tmp", "*.bak")), view);
        assertThat(view.warnings()).singleElement().asString().contains("'exclude' has '*.bak'");
    }

    @Test
    void moreDeletesThanAllowedAreRefusedBeforeAnything() {
        store.put("prod", "keep", "1");
        for (int i = 0; i < 30; i++) {
            store.put("stage", "extra" + i, "x");
        }
        assertThatThrownBy(() -> sync(copy("", "", rules(true, null)), Purpose.RUN))
                .isInstanceOfSatisfying(
                        ModuleException.class, e -> assertThat(e.isRefusal()).isTrue())
                .hasMessageContaining("30 of the target's 30 objects")
                .hasMessageContaining("3 are allowed");
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void anEmptySourceAMissingBucketAndAnOpenPrefixAreRefused() {
        store.put("stage", "x", "1");
        assertRefused(copy("", "", rules(true, 100L)), "nothing to copy");
        store.put("prod", "app/x", "1");
        assertRefused(copy("app", "app/", rules(false, null)), "also matches other names");
        BucketPath nowhere = new BucketPath("default", "nowhere", "");
        assertRefused(
                new BucketCopy(new BucketPath("default", "prod", ""), nowhere, rules(false, null)),
                "there is no bucket nowhere");
        BucketPath inside = new BucketPath("default", "prod", "app/copy/");
        assertRefused(
                new BucketCopy(new BucketPath("default", "prod", "app/"), inside, rules(false, null)), "is a source");
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void etagsOfPartsAreNotComparedButTimesAre() {
        Entry parts = new Entry("k", 5, "aaa-2", "STANDARD", Instant.ofEpochSecond(50));
        Entry newer = new Entry("k", 5, "bbb", "STANDARD", Instant.ofEpochSecond(60));
        Entry older = new Entry("k", 5, "bbb", "STANDARD", Instant.ofEpochSecond(40));
        assertThat(ObjectComparison.ETAG.differs(parts, newer)).isFalse();
        assertThat(ObjectComparison.ETAG.differs(parts, older)).isTrue();
        assertThat(ObjectComparison.ETAG.differs(
                        older, new Entry("k", 5, "ccc", "STANDARD", Instant.ofEpochSecond(90))))
                .isTrue();
        assertThat(ObjectComparison.TIME.differs(
                        older, new Entry("k", 5, "ccc", "STANDARD", Instant.ofEpochSecond(90))))
                .isFalse();
        assertThat(ObjectComparison.ETAG.differs(
                        parts, new Entry("k", 6, "aaa-2", "STANDARD", Instant.ofEpochSecond(90))))
                .isTrue();
    }

    @Test
    void busyAndLostAnswersAreRepeatedUntilItWorks() throws Exception {
        store.put("prod", "a", "1");
        store.put("prod", "b", "2");
        AtomicInteger count = new AtomicInteger();
        store.fault(call -> call.startsWith("Copy") && count.incrementAndGet() <= 8
                ? Optional.of(new PortException(
                        count.get() % 2 == 0 ? Kind.RETRYABLE : Kind.OUTCOME_UNKNOWN, call, "SlowDown"))
                : Optional.empty());

        sync(copy("", "", rules(false, null)), Purpose.RUN);

        assertThat(store.contents("stage")).isEqualTo(store.contents("prod"));
        assertThat(outside.pauses()).hasSize(8);
    }

    @Test
    void aCopyThatFailsKeepsEverythingFromBeingDeleted() {
        store.put("prod", "a", "1");
        store.put("stage", "extra", "2");
        store.fault(call -> call.startsWith("Copy")
                ? Optional.of(new PortException(Kind.DENIED, call, "AccessDenied"))
                : Optional.empty());

        assertThatThrownBy(() -> sync(copy("", "", rules(true, 9L)), Purpose.RUN))
                .hasMessageContaining("AccessDenied");
        assertThat(store.contents("stage")).containsOnlyKeys("extra");
    }

    @Test
    void aListingThatBreaksKeepsEverythingFromBeingDeleted() throws Exception {
        for (int i = 0; i < 9; i++) {
            store.put("prod", "a" + i, "1");
        }
        store.put("stage", "extra", "2");
        SyncBucket change = (SyncBucket) plan(copy("", "", rules(true, 9L)), new FixedPlanningContext())
                .changes()
                .get(0);
        AtomicInteger pages = new AtomicInteger();
        store.fault(call -> call.equals("List prod") && pages.incrementAndGet() == 2
                ? Optional.of(new PortException(Kind.RETRYABLE, call, "cut off"))
                : Optional.empty());

        assertThatThrownBy(() -> change.apply(outside.ports())).hasMessageContaining("cut off");
        assertThat(store.contents("stage")).containsKey("extra");
    }

    @Test
    void whatChangesWhileBeingCopiedIsLeftToTheNextSync() throws Exception {
        store.put("prod", "replaced", "1");
        store.put("prod", "steady", "2");
        store.fault(call -> call.equals("CopyObject stage/replaced")
                ? Optional.of(new PortException(Kind.CONFLICT, call, "PreconditionFailed"))
                : Optional.empty());

        Plan plan = sync(copy("", "", rules(false, null)), Purpose.RUN);

        assertThat(store.contents("stage")).containsOnlyKeys("steady");
        assertThat(plan.result().apply(new FixedPlanningContext().world()).fields())
                .containsEntry("skipped", new Value.Whole(1))
                .containsEntry("copied", new Value.Whole(1));
    }

    @Test
    void otherAccountsAreStreamedUnlessTheTargetMayReadTheSource() throws Exception {
        store.put("prod", "a", "1");
        BucketPath source = new BucketPath("other", "prod", "");
        BucketPath target = new BucketPath("default", "stage", "");
        sync(new BucketCopy(source, target, rules(false, null)), Purpose.RUN);
        assertThat(store.calls()).containsExactly("PutObject stage/a");
        store.put("prod", "b", "2");
        sync(
                new BucketCopy(source, target, new CopyRules(List.of(), List.of(), false, Optional.empty(), true)),
                Purpose.RUN);
        assertThat(store.calls()).contains("CopyObject stage/b");
    }

    @Test
    void archivedObjectsAreLeftOutAndTheirKeysAreNotDeleted() throws Exception {
        store.put("prod", new Entry("cold", 1, "x", "GLACIER", Instant.EPOCH));
        store.put("prod", new Entry("cool", 1, "y", "STANDARD_IA", Instant.EPOCH));
        store.put("stage", "cold", "old");
        FixedPlanningContext view = new FixedPlanningContext().buckets("default", store);
        sync(copy("", "", rules(true, 9L)), Purpose.RUN);
        assertThat(store.contents("stage")).containsEntry("cold", "old").containsEntry("cool", "y");
        assertThat(store.list("stage", "cool", Optional.empty())
                        .entries()
                        .get(0)
                        .storageClass())
                .isEqualTo("STANDARD_IA");
        plan(copy("", "", rules(true, 9L)), view);
        assertThat(view.warnings()).anyMatch(text -> text.contains("archived"));
    }

    @Test
    void aPreflightReadsOnePageAndKnowsNoNumbers() throws Exception {
        store.put("prod", "a", "1");
        FixedPlanningContext view = new FixedPlanningContext().purpose(Purpose.PREFLIGHT);
        Plan plan = plan(copy("", "", rules(false, null)), view);
        assertThat(plan.changes()).hasSize(1);
        assertThat(plan.result().apply(view.world()).fields().get("copied")).isInstanceOf(Value.Unknown.class);
    }

    private void assertRefused(BucketCopy copy, String words) {
        assertThatThrownBy(() -> sync(copy, Purpose.RUN))
                .isInstanceOfSatisfying(
                        ModuleException.class, e -> assertThat(e.isRefusal()).isTrue())
                .hasMessageContaining(words);
    }

    private Plan sync(BucketCopy copy, Purpose purpose) throws Exception {
        Plan plan = plan(copy, new FixedPlanningContext().purpose(purpose));
        for (Change change : plan.changes()) {
            change.apply(outside.ports());
        }
        return plan;
    }

    private Plan plan(BucketCopy copy, FixedPlanningContext view) throws Exception {
        view.refresh(FixedPlanningContext.refresh(List.of(copy)));
        view.buckets("default", store).buckets("other", store);
        return module.plan(FixedArgs.of(module), view);
    }

    private static BucketCopy copy(String sourcePrefix, String targetPrefix, CopyRules rules) {
        return new BucketCopy(
                new BucketPath("default", "prod", sourcePrefix),
                new BucketPath("default", "stage", targetPrefix),
                rules);
    }

    private static List<Glob> globs(String... texts) {
        return Stream.of(texts)
                .map(text -> Glob.read(text, new Source("i.yml", text).start(), Glob.GlobKind.KEY, new Problems())
                        .orElseThrow())
                .toList();
    }

    private static CopyRules rules(boolean delete, Long deleteMax) {
        return new CopyRules(List.of(), List.of(), delete, Optional.ofNullable(deleteMax), false);
    }

    /** Keys from an alphabet in which UTF-8 and UTF-16 differ in order. */
    private void fill(Random random, String bucket, String prefix) {
        List<String> letters = List.of("a", "b", "/", "é", "\uFB03", "\uD83D\uDE00", "+", " ");
        store.put(bucket, prefix + "always", "1");
        for (int i = random.nextInt(25); i > 0; i--) {
            StringBuilder key = new StringBuilder(prefix);
            for (int length = 1 + random.nextInt(3); length > 0; length--) {
                key.append(letters.get(random.nextInt(letters.size())));
            }
            store.put(bucket, key.toString(), Integer.toString(random.nextInt(3)));
        }
    }

    private static Map<String, String> below(Map<String, String> contents, String prefix) {
        Map<String, String> below = new TreeMap<>();
        contents.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                below.put(key.substring(prefix.length()), value);
            }
        });
        return below;
    }

    private static List<String> names(CallDescription call) {
        String bucket = call.parameters().get("Bucket").orElseThrow().show();
        if (call.action().equals("CopyObject")) {
            return List.of("CopyObject " + bucket + "/"
                    + call.parameters().get("Key").orElseThrow().show());
        }
        Value.Fields delete = (Value.Fields) call.parameters().get("Delete").orElseThrow();
        return ((Value.Items) delete.get("Objects").orElseThrow())
                .items().stream()
                        .map(object -> "DeleteObject " + bucket + "/"
                                + ((Value.Fields) object)
                                        .get("Key")
                                        .orElseThrow()
                                        .show())
                        .toList();
    }
}
