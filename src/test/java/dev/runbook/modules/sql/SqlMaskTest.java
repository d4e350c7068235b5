package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.expression.Value;
import dev.runbook.modules.FixedView;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.WrittenArgs;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Tag;

class SqlMaskTest {

    @Test
    void refusesACloneThatWasNeverInQuarantine() {
        ModuleException refused = refusal(Marks.State.UNMASKED_BY_CHOICE, "postgres");
        assertThat(refused.isRefusal()).isTrue();
        assertThat(refused)
                .hasMessage("temp-stage was made with quarantine: false; its unmasked data can be reached by whoever"
                        + " reaches the target, and masking it now would prove nothing");
        assertThat(refused.advice())
                .isEqualTo("take quarantine: false from rds-clone, delete temp-stage and start a new refresh; or, when"
                        + " this data needs no masking, take sql-mask from the runbook");
    }

    @Test
    void failsForAnEngineItCannotMask() {
        ModuleException failed = refusal(Marks.State.QUARANTINED, "mysql");
        assertThat(failed.isRefusal()).isFalse();
        assertThat(failed).hasMessage("sql-mask masks PostgreSQL; temp-stage runs mysql");
    }

    private static ModuleException refusal(Marks.State state, String engine) {
        SqlMask module = new SqlMask();
        FixedView view = new FixedView().world(World.of(List.of(clone(state, engine)), List.of(), Set.of()));
        return catchThrowableOfType(
                ModuleException.class,
                () -> module.plan(
                        WrittenArgs.of(
                                module,
                                Map.of("rules", new Value.Text("sql/rules.yml"), "key", new Value.Secret(Clinic.KEY))),
                        view));
    }

    private static Instance clone(Marks.State state, String engine) {
        Marks marks = new Marks(
                "run-1",
                "stage",
                Marks.Role.CLONE,
                new InstanceId("prod"),
                new InstanceId("stage"),
                new ResourceId("db-OLD"),
                state,
                Optional.empty());
        return new Instance(DBInstance.builder()
                .dbInstanceIdentifier("temp-stage")
                .dbiResourceId("db-CLONE")
                .dbInstanceStatus("available")
                .engine(engine)
                .tagList(marks.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build());
    }
}
