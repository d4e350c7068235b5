package dev.runbook.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.expression.Value;
import dev.runbook.journal.CallName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every change to a world or a list of calls is reported with its place, and nothing else is. */
class DriftDetectorTest {

    private static final int TRIES = 400;

    private final Random chance = new Random(20261121);

    @Test
    void nothingIsDifferentFromItself() {
        for (int number = 0; number < TRIES; number++) {
            PlannedPair pair = pair();
            DriftDetector detector = new DriftDetector(pair, List.of());
            assertThat(detector.detectInWorld("instance", pair.world())).isEmpty();
            assertThat(detector.detectInCalls(pair.calls())).isEmpty();
        }
    }

    @Test
    void anyChangeToTheWorldIsNamedWithItsPlace() {
        for (int number = 0; number < TRIES; number++) {
            PlannedPair pair = pair();
            List<PlannedResource> now = new ArrayList<>(pair.world());
            int at = chance.nextInt(now.size());
            PlannedResource resource = now.get(at);
            String said = switch (chance.nextInt(4)) {
                case 0 -> {
                    now.remove(at);
                    yield "existed when planned and is gone";
                }
                case 1 -> {
                    resource = new PlannedResource("instance", "another", resource.fields());
                    now.add(resource);
                    yield "exists now and did not when planned";
                }
                case 2 -> {
                    now.set(at, with(resource, "class", "db.other"));
                    yield "class was db.t3.small when planned and is db.other now";
                }
                default -> {
                    now.set(at, with(resource, "tag runbook:state", "masked"));
                    yield "tag runbook:state was empty when planned and is masked now";
                }
            };
            Collections.shuffle(now, chance);
            assertThat(new DriftDetector(pair, List.of()).detectInWorld("instance", now))
                    .containsExactly(new Drift("instance " + resource.name(), said));
        }
    }

    @Test
    void anyChangeToTheCallsIsNamedWithItsPlace() {
        for (int number = 0; number < TRIES; number++) {
            PlannedPair pair = pair();
            List<PlannedCall> now = new ArrayList<>(pair.calls());
            int at = chance.nextInt(now.size());
            PlannedCall call = now.get(at);
            switch (chance.nextInt(4)) {
                case 0 -> now.remove(at);
                case 1 -> {
                    call = call("extra", "more", Map.of());
                    now.add(at, call);
                }
                case 2 -> now.set(at, call(call.task(), call.key(), Map.of("Class", text("other"))));
                default -> {
                    now.remove(at);
                    int other = (at + 1 + chance.nextInt(now.size())) % (now.size() + 1);
                    now.add(other, call);
                    if (now.equals(pair.calls())) {
                        continue;
                    }
                }
            }
            List<Drift> differences = new DriftDetector(pair, List.of()).detectInCalls(now);
            assertThat(differences).as("%s instead of %s", now, pair.calls()).isNotEmpty();
            if (now.size() != pair.calls().size()) {
                assertThat(differences).extracting(Drift::place).containsExactly(call.title());
            }
        }
    }

    @Test
    void unknownAndSecretValuesMatchAnything() {
        PlannedCall planned = call("a", "k", Map.of("Name", text("snap-<known when run>-x"), "Password", text("***")));
        PlannedPair pair = pair(List.of(), List.of(planned));
        Map<String, Value> now = Map.of("Name", text("snap-20261121-x"), "Password", new Value.Secret("hush"));
        assertThat(new DriftDetector(pair, List.of()).detectInCalls(List.of(call("a", "k", now))))
                .isEmpty();
        Map<String, Value> other = Map.of("Name", text("snapshot-20261121-x"), "Password", text("open"));
        assertThat(new DriftDetector(pair, List.of()).detectInCalls(List.of(call("a", "k", other))))
                .containsExactly(new Drift(
                        "task a: rds Do it",
                        "Name was snap-<known when run>-x when planned and is snapshot-20261121-x now"));
    }

    @Test
    void aCallWithAnUnknownKeyIsMatchedByItsParameters() {
        PlannedCall planned = call("a", "approval 17", Map.of("question", text("swap <known when run>?")));
        PlannedCall now = call("a", "approval 99", Map.of("question", text("swap 20261121?")));
        PlannedPair pair = pair(List.of(), List.of(planned));
        assertThat(new DriftDetector(pair, List.of()).detectInCalls(List.of(now)))
                .isEmpty();
        assertThat(new PlanCursor(pair, List.of()).findDrift(now)).isEmpty();
    }

    @Test
    void aCallWithAConditionMayBeMissingButNotAdded() {
        PlannedCall maybe = new PlannedCall(
                "a",
                OptionalLong.empty(),
                "k",
                new CallName("rds", "Do", "it"),
                new Value.Fields(Map.of()),
                new PlannedCall.CallImpact("", List.of()),
                "clone.fresh");
        PlannedPair pair = pair(List.of(), List.of(maybe));
        assertThat(new DriftDetector(pair, List.of()).detectInCalls(List.of())).isEmpty();
        assertThat(new DriftDetector(pair(List.of(), List.of()), List.of()).detectInCalls(List.of(maybe)))
                .hasSize(1);
    }

    @Test
    void statementsOfOneTaskMayComeInAnotherOrderAndThoseOfTwoMayNot() {
        PlannedCall one = sql("mask", "update a");
        PlannedCall two = sql("mask", "update b");
        PlannedCall other = sql("check", "update c");
        PlannedPair pair = pair(List.of(), List.of(one, two, other));
        assertThat(new DriftDetector(pair, List.of()).detectInCalls(List.of(two, one, other)))
                .isEmpty();
        assertThat(new DriftDetector(pair, List.of()).detectInCalls(List.of(one, other, two)))
                .containsExactly(new Drift("task mask: sql UPDATE it", "would be made later than planned"));
        PlanCursor cursor = new PlanCursor(pair, List.of());
        assertThat(cursor.findDrift(two)).isEmpty();
        cursor.markDone(two);
        assertThat(cursor.findDrift(other)).isPresent();
        assertThat(cursor.findDrift(one)).isEmpty();
    }

    private static PlannedCall sql(String task, String key) {
        return new PlannedCall(
                task,
                OptionalLong.empty(),
                key,
                new CallName("sql", "UPDATE", "it"),
                new Value.Fields(Map.of("key", text(key))),
                new PlannedCall.CallImpact("", List.of()),
                "");
    }

    @Test
    void theCursorAllowsOnlyTheNextCall() {
        for (int number = 0; number < TRIES; number++) {
            PlannedPair pair = pair();
            PlanCursor cursor = new PlanCursor(pair, List.of());
            for (int at = 0; at < pair.calls().size(); at++) {
                PlannedCall next = pair.calls().get(at);
                for (PlannedCall later :
                        pair.calls().subList(at + 1, pair.calls().size())) {
                    assertThat(cursor.findDrift(later).map(Drift::text).orElse(""))
                            .contains("is out of order: the next planned call is " + next.title());
                }
                assertThat(cursor.findDrift(next)).isEmpty();
                assertThat(cursor.findDrift(call(next.task(), next.key(), Map.of("Class", text("other")))))
                        .isPresent();
                cursor.markDone(next);
            }
            assertThat(cursor.findDrift(call("extra", "more", Map.of())))
                    .contains(new Drift("task extra: rds Do it", "is not in the plan; the plan has no further calls"));
        }
    }

    private PlannedPair pair() {
        List<PlannedResource> world = new ArrayList<>();
        for (int number = 0; number <= chance.nextInt(4); number++) {
            world.add(new PlannedResource(
                    "instance", "db-" + number, Map.of("resource_id", "id-" + number, "class", "db.t3.small")));
        }
        List<PlannedCall> calls = new ArrayList<>();
        for (int number = 0; number <= 1 + chance.nextInt(4); number++) {
            calls.add(call("task-" + number / 2, "key-" + number, Map.of("Class", text("class-" + number))));
        }
        return pair(world, calls);
    }

    private static PlannedPair pair(List<PlannedResource> world, List<PlannedCall> calls) {
        return new PlannedPair(
                "demo",
                Optional.empty(),
                new PlannedPair.PlannedSides("db-0", "db-1"),
                "finished",
                world,
                List.of(),
                calls);
    }

    private static PlannedCall call(String task, String key, Map<String, Value> parameters) {
        return new PlannedCall(
                task,
                OptionalLong.empty(),
                key,
                new CallName("rds", "Do", "it"),
                new Value.Fields(parameters),
                new PlannedCall.CallImpact("", List.of()),
                "");
    }

    private static PlannedResource with(PlannedResource resource, String field, String value) {
        Map<String, String> fields = new LinkedHashMap<>(resource.fields());
        fields.put(field, value);
        return new PlannedResource(resource.kind(), resource.name(), fields);
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }
}
