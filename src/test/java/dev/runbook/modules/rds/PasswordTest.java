package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.modules.Change;
import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.SetMasterPassword;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;

/** The master password of the new root, at every point at which a process may end. */
class PasswordTest {

    private static final Refresh.DatabaseLogin LOGIN =
            new Refresh.DatabaseLogin("root", new Password("target-password"));
    private static final InstanceId CLONE = new InstanceId("temp-mitosis-demo");

    @Test
    void withoutQuarantineTheRootGetsTheTargetsPasswordWhenTheInventorySaysIt() throws Exception {
        RefreshPipeline pipeline = new RefreshPipeline(
                RdsFixture.refresh(List.of(), Optional.of(LOGIN)),
                RefreshPipeline.classic().tasks());
        List<Change> changes = pipeline.changes(TestInstances.classic().world());
        List<Change> given =
                changes.stream().filter(SetMasterPassword.class::isInstance).toList();
        assertThat(given).hasSize(1);
        assertThat(given.get(0).describe().subject()).isEqualTo("temp-mitosis-demo");
        assertThat(((SetMasterPassword) given.get(0)).password().reveal()).isEqualTo("target-password");
        assertThat(changes.indexOf(given.get(0)))
                .isLessThan(changes.indexOf(changes.stream()
                        .filter(RenameInstance.class::isInstance)
                        .findFirst()
                        .orElseThrow()));
    }

    @Test
    void withoutQuarantineAManagedPasswordStaysManaged() throws Exception {
        World start = TestInstances.classic()
                .edit(
                        "mitosis-demo",
                        edit -> edit.masterUserSecret(MasterUserSecret.builder()
                                .secretStatus("active")
                                .build()))
                .world();
        assertThat(RefreshPipeline.classic().changes(start).stream()
                        .filter(change -> change.key().equals("login mitosis-demo"))
                        .map(change -> change.describe().parameters().show()))
                .singleElement()
                .asString()
                .contains("ManageMasterUserPassword: true");
    }

    @Test
    void withoutQuarantineAndWithoutALoginItIsSaidOnceThatProductionsPasswordStays() throws Exception {
        RefreshPipeline classic = RefreshPipeline.classic();
        World start = TestInstances.classic().world();
        World ready = new RefreshPipeline(classic.refresh(), classic.tasks().subList(0, 3))
                .walk(start, start)
                .end();
        RdsFixture fixture = RdsFixture.of(ready, classic.refresh());
        new Rename().plan(FixedArgs.of(new Rename(), "masked", "not-required"), fixture);
        assertThat(fixture.warnings())
                .filteredOn(warning -> warning.contains("keeps the master password of mitosis-prod"))
                .hasSize(1);
    }

    @Test
    void aCloneWithAllItsSettingsStillLosesProductionsPasswordAndAnOpenedOneKeepsTheTargets() throws Exception {
        Refresh refresh = RdsFixture.refresh(List.of("sg-quarantine"), Optional.of(LOGIN));
        World start = TestInstances.classic().world();
        RefreshPipeline promoted = new RefreshPipeline(
                refresh, RefreshPipeline.main(refresh).tasks().subList(0, 2));
        World adopted = promoted.walk(start, start).end();
        assertThat(promoted.changes(adopted)).singleElement().isInstanceOf(SetMasterPassword.class);
        World opened = adopted.with(adopted.instance(CLONE)
                .orElseThrow()
                .with(edit -> SettingTable.byName("VpcSecurityGroupIds").write(edit, List.of("sg-demo"))));
        assertThat(promoted.changes(opened)).isEmpty();
    }
}
