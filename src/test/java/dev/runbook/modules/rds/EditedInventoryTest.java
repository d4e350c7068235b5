package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.WrittenArgs;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
import dev.runbook.world.Password;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A refresh that was started for another source or target, or that has an instance twice, is refused. */
class EditedInventoryTest {

    private static final Refresh REFRESH = Desk.refresh(
            List.of("sg-quarantine"), Optional.of(new Refresh.Login("root", new Password("target-password"))));

    private static final List<Module> ALL =
            List.of(new RdsClone(), new Promote(), new RdsReplicas(), new Rename(), new Cleanup());

    @Test
    void anotherTargetIsRefusedByEveryModule() throws Exception {
        Refresh edited = with(REFRESH.source(), Desk.side("mitosis-prod-replica", Optional.empty()));
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
        Refresh edited = with(Desk.side("mitosis-prod-replica", Optional.empty()), REFRESH.target());
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
        InstanceKey key = InstanceKey.Made.of(REFRESH, new InstanceId("mitosis-demo"));
        assertThatThrownBy(() -> key.in(doubled)).hasMessageContaining("restored (db-COPY)");
    }

    @Test
    void renameAsksEveryInstanceForItsMaskingNotTheRootOnly() throws Exception {
        List<Pipeline.Task> tasks = Pipeline.main(REFRESH).tasks().subList(0, 4);
        World start = Fleet.classic().world();
        World made = new Pipeline(REFRESH, tasks).walk(start, start).end();
        Instance replica =
                made.instance(new InstanceId("temp-mitosis-demo-replica")).orElseThrow();
        Instance stranger = replica.with(edit -> edit.tagList(replica.description().tagList().stream()
                .map(tag -> tag.key().equals(Marks.STATE_TAG) ? Fleet.tag(tag.key(), "quarantined") : tag)
                .toList()));
        assertThat(refusal(new Rename(), made.with(stranger), REFRESH))
                .hasMessageContaining("temp-mitosis-demo-replica is quarantined");
    }

    private static World begun() throws Exception {
        World start = Fleet.classic().world();
        return new Pipeline(REFRESH, List.of(Pipeline.Task.of(new RdsClone())))
                .walk(start, start)
                .end();
    }

    private static Refresh with(Refresh.Side source, Refresh.Side target) {
        return new Refresh(
                REFRESH.id(),
                REFRESH.pair(),
                source,
                target,
                REFRESH.names(),
                REFRESH.quarantine(),
                REFRESH.shielded(),
                REFRESH.copies());
    }

    private static ModuleException refusal(Module module, World world, Refresh refresh) {
        return catchThrowableOfType(
                ModuleException.class, () -> module.plan(WrittenArgs.of(module), Desk.of(world, refresh)));
    }
}
