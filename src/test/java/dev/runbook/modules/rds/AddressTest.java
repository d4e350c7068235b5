package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.modules.Refresh;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A check shows no host for an instance that RDS has not created yet. */
class AddressTest {

    private final Refresh refresh = RdsFixture.refresh(
            List.of("sg-quarantine"),
            Optional.of(new Refresh.DatabaseLogin("mitosis", new Password("target-password"))));

    @Test
    void whatIsYetToBeMadeHasNoAddressButTheTargetsPort() throws Exception {
        World start = TestInstances.classic().world();
        World end = RefreshPipeline.main(refresh).walk(start, start).end();
        for (String name : List.of("mitosis-demo", "mitosis-demo-replica")) {
            Instance made = end.instance(new InstanceId(name)).orElseThrow();
            Instance old = start.instance(new InstanceId(name)).orElseThrow();
            assertThat(made.address()).as(name).isEmpty();
            assertThat(SettingTable.byName("Port").read(made.description()))
                    .isEqualTo(SettingTable.byName("Port").read(old.description()));
        }
    }

    @Test
    void theHostFollowsTheNameAndIsUnknownWhenItDoesNotHoldIt() {
        Instance demo = TestInstances.classic().get("mitosis-demo");
        InstanceId name = new InstanceId("old-mitosis-demo");
        assertThat(RdsNames.rename(demo, name).address().orElseThrow().host()).startsWith("old-mitosis-demo.");
        Instance forwarded =
                demo.with(edit -> edit.endpoint(end -> end.address("127.0.0.1").port(4520)));
        assertThat(RdsNames.rename(forwarded, name).address()).isEmpty();
    }
}
