package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.engine.change.AffectedInstances;
import dev.runbook.modules.Subject;
import dev.runbook.modules.rds.DeleteInstance;
import dev.runbook.world.Instance;
import dev.runbook.world.World;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;

/** A refused call is sent again as long as RDS works on an instance that it depends on. */
class AffectedInstancesTest {

    private static final Instance AT_WORK = new Instance(DBInstance.builder()
            .dbInstanceIdentifier("temp-stage")
            .dbiResourceId("db-1")
            .dbInstanceStatus("modifying")
            .build());

    @Test
    void anInstanceThatIsDeletedOrDiscardedIsLookedAt() {
        World world = World.of(List.of(AT_WORK), List.of(), Set.of());
        for (Subject subject : List.of(
                new Subject.DeletedInstance(AT_WORK.id(), AT_WORK.resourceId()),
                new Subject.DiscardedInstance(AT_WORK.id(), AT_WORK.resourceId()))) {
            DeleteInstance change = new DeleteInstance(
                    AT_WORK, subject, DeleteDbInstanceRequest.builder().build());
            assertThat(AffectedInstances.by(change, world).areAtWork())
                    .as(subject.toString())
                    .isTrue();
        }
    }
}
