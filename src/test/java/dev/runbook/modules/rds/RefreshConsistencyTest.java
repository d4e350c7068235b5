package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A refresh that was started for another source or target, or that has an instance twice, is refused. */
class RefreshConsistencyTest {

    private static final Refresh REFRESH = RdsFixture.refresh(
            List.of("sg-quarantine"), Optional.of(new Refresh.DatabaseLogin("root", new Password("target-password"))));

    private static final List<Module> ALL =
            List.of(new RdsClone(), new Promote(), new RdsReplicas(), new Rename(), new Cleanup());

    @Test
    void anotherTargetIsRefusedByEveryModule() throws Exception {
        Refresh edited = with(REFRESH.source(), RdsFixture.side("mitosis-prod-replica", Optional.empty()));
        for (Module module : ALL) {
            ModuleException refusal = refusal(module, begun(), edited);
            assertThat(refusal.isRefusal()).isTrue();
            assertThat(refusal)
                    .hasMessageContaining("Refresh r1 of pair demo was started for mitosis-demo")
                    .hasMessageContaining("the inventory now says mitosis-prod-replica");
            assertThat(refusal.advice())
                    .isEqualTo("Put mitosis-demo back as target in the inventory, or delete temp-mitosis-demo and"
                            + " start a new refresh.");
        }
    }

    @Test
    void anotherSourceIsRefusedByEveryModule() throws Exception {
        Refresh edited = with(RdsFixture.side("mitosis-prod-replica", Optional.empty()), REFRESH.target());
        for (Module module : ALL) {
            assertThat(refusal(module, begun(), edited))
                    .hasMessageContaining("was started from mitosis-prod, as the tags of temp-mitosis-demo show");
        }
    }

    @Test
    void aCopyWithTheSameTagsIsNamedAndNeitherIsTaken() throws Exception {
        World begun = begun();
        Instance made = begun.instance(new InstanceId("temp-mitosis-demo")).orElseThrow();
        World doubled = begun.with(
                made.with(edit -> edit.dbInstanceIdentifier("restored").dbiResourceId("db-COPY")));
        for (Module module : ALL) {
            assertThat(refusal(module, doubled, REFRESH))
                    .hasMessageContaining("restored (db-COPY)")
                    .hasMessageContaining("temp-mitosis-demo (")
                    .hasMessageContaining("both have the tags");
        }
        InstanceKey key = InstanceKey.TaggedInstanceKey.of(REFRESH, new InstanceId("mitosis-demo"));
        assertThatThrownBy(() -> key.findIn(doubled)).hasMessageContaining("restored (db-COPY)");
    }

    @Test
    void renameAsksEveryInstanceForItsMaskingNotTheRootOnly() throws Exception {
        List<RefreshPipeline.PipelineTask> tasks =
                RefreshPipeline.main(REFRESH).tasks().subList(0, 4);
        World start = TestInstances.classic().world();
        World made = new RefreshPipeline(REFRESH, tasks).walk(start, start).end();
        Instance replica =
                made.instance(new InstanceId("temp-mitosis-demo-replica")).orElseThrow();
        Instance stranger = replica.with(edit -> edit.tagList(replica.description().tagList().stream()
                .map(tag -> tag.key().equals(RefreshTags.STATE_TAG) ? TestInstances.tag(tag.key(), "quarantined") : tag)
                .toList()));
        assertThat(refusal(new Rename(), made.with(stranger), REFRESH))
                .hasMessageContaining("temp-mitosis-demo-replica is quarantined");
    }

    private static World begun() throws Exception {
        World start = TestInstances.classic().world();
        return new RefreshPipeline(REFRESH, List.of(RefreshPipeline.PipelineTask.of(new RdsClone())))
                .walk(start, start)
                .end();
    }

    private static Refresh with(Refresh.RefreshSide source, Refresh.RefreshSide target) {
        return new Refresh(
                REFRESH.id(),
                REFRESH.pair(),
                source,
                target,
                REFRESH.namePrefixes(),
                REFRESH.quarantine(),
                REFRESH.protectedInstances(),
                REFRESH.copies());
    }

    private static ModuleException refusal(Module module, World world, Refresh refresh) {
        return catchThrowableOfType(
                ModuleException.class, () -> module.plan(FixedArgs.of(module), RdsFixture.of(world, refresh)));
    }
}
