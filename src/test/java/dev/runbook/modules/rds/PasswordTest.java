package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.modules.Change;
import dev.runbook.modules.GivePassword;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.WrittenArgs;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;

/** The master password of the new root, at every point at which a process may end. */
class PasswordTest {

    private static final Refresh.Login LOGIN = new Refresh.Login("root", new Password("target-password"));
    private static final InstanceId CLONE = new InstanceId("temp-mitosis-demo");

    @Test
    void withoutQuarantineTheRootGetsTheTargetsPasswordWhenTheInventorySaysIt() throws Exception {
        Pipeline pipeline = new Pipeline(
                Desk.refresh(List.of(), Optional.of(LOGIN)), Pipeline.classic().tasks());
        List<Change> changes = pipeline.changes(Fleet.classic().world());
        List<Change> given =
                changes.stream().filter(GivePassword.class::isInstance).toList();
        assertThat(given).hasSize(1);
        assertThat(given.get(0).describe().subject()).isEqualTo("temp-mitosis-demo");
        assertThat(((GivePassword) given.get(0)).password().reveal()).isEqualTo("target-password");
        assertThat(changes.indexOf(given.get(0)))
                .isLessThan(changes.indexOf(changes.stream()
                        .filter(RenameInstance.class::isInstance)
                        .findFirst()
                        .orElseThrow()));
    }

    @Test
    void withoutQuarantineAManagedPasswordStaysManaged() throws Exception {
        World start = Fleet.classic()
                .edit(
                        "mitosis-demo",
                        edit -> edit.masterUserSecret(MasterUserSecret.builder()
                                .secretStatus("active")
                                .build()))
                .world();
        assertThat(Pipeline.classic().changes(start).stream()
                        .filter(change -> change.key().equals("login mitosis-demo"))
                        .map(change -> change.describe().parameters().show()))
                .singleElement()
                .asString()
                .contains("ManageMasterUserPassword: true");
    }

    @Test
    void withoutQuarantineAndWithoutALoginItIsSaidOnceThatProductionsPasswordStays() throws Exception {
        Pipeline classic = Pipeline.classic();
        World start = Fleet.classic().world();
        World ready = new Pipeline(classic.refresh(), classic.tasks().subList(0, 3))
                .walk(start, start)
                .end();
        Desk desk = Desk.of(ready, classic.refresh());
        new Rename().plan(WrittenArgs.of(new Rename(), "masked", "not-required"), desk);
        assertThat(desk.warnings())
                .filteredOn(warning -> warning.contains("keeps the master password of mitosis-prod"))
                .hasSize(1);
    }

    @Test
    void aCloneWithAllItsSettingsStillLosesProductionsPasswordAndAnOpenedOneKeepsTheTargets() throws Exception {
        Refresh refresh = Desk.refresh(List.of("sg-quarantine"), Optional.of(LOGIN));
        World start = Fleet.classic().world();
        Pipeline promoted = new Pipeline(refresh, Pipeline.main(refresh).tasks().subList(0, 2));
        World adopted = promoted.walk(start, start).end();
        assertThat(promoted.changes(adopted)).singleElement().isInstanceOf(GivePassword.class);
        World opened = adopted.with(adopted.instance(CLONE)
                .orElseThrow()
                .with(edit -> SettingTable.named("VpcSecurityGroupIds").write(edit, List.of("sg-demo"))));
        assertThat(promoted.changes(opened)).isEmpty();
    }
}
