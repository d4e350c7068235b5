package dev.runbook.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SandboxSmokeTest {

    @TempDir
    Path state;

    @Test
    void startsTheWholeFleet() throws Exception {
        long begun = System.nanoTime();
        try (var sandbox = Sandbox.startAnywhere(Fleets.shop().instant(), state);
                var rds = Fleets.rds(sandbox.rdsEndpoint())) {
            System.err.println("up after " + (System.nanoTime() - begun) / 1000000);
            assertThat(rds.describeDBInstances().dbInstances()).hasSize(5);
            System.err.println(Fleets.instance(rds, "mitosis-demo"));
        }
        System.err.println("down after " + (System.nanoTime() - begun) / 1000000);
    }
}
