package dev.runbook.modules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.expression.Value;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.Tag;

class SdkValuesTest {

    @Test
    void printsWhatIsSetUnderTheNamesOfTheWire() {
        var request = CreateDbInstanceReadReplicaRequest.builder()
                .dbInstanceIdentifier("temp-demo")
                .port(5430)
                .multiAZ(false)
                .tags(Tag.builder().key("Service").value("Mitosis").build())
                .build();
        assertThat(SdkValues.parameters(request).show())
                .isEqualTo(
                        "{DBInstanceIdentifier: temp-demo, Port: 5430, MultiAZ: false, Tags: [{Key: Service, Value: Mitosis}]}");
    }

    @Test
    void aPasswordIsASecret() {
        var request = ModifyDbInstanceRequest.builder()
                .masterUserPassword("canary-4711")
                .build();
        var parameters = SdkValues.parameters(request);
        assertThat(parameters.get("MasterUserPassword")).contains(new Value.Secret("canary-4711"));
        assertThat(parameters.toString() + parameters.show()).doesNotContain("canary");
    }

    @Test
    void leavesOutEmptyLists() {
        var request = ModifyDbInstanceRequest.builder()
                .vpcSecurityGroupIds()
                .applyImmediately(true)
                .build();
        assertThat(SdkValues.parameters(request).show()).isEqualTo("{ApplyImmediately: true}");
    }
}
