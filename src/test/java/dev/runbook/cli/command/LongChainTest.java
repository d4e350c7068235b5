package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A chain of thousands of variables is quickly reported as too long. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LongChainTest {

    private static final int LENGTH = 5_000;

    @TempDir
    private Path folder;

    @Test
    void inAPlayItIsAMistakeHoweverManyTasksUseIt() throws IOException {
        StringBuilder tasks = new StringBuilder();
        for (int task = 0; task < 1_000; task++) {
            tasks.append("    - {id: t%d, debug: {msg: \"{{ v%d }}\"}}\n".formatted(task, task));
        }
        String runbook = "- vars:\n" + chain("    ") + "  tasks:\n" + tasks;
        CommandResult result =
                new ProjectFixture(folder).addRunbook("r", runbook).run("validate", "r");
        assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(result.err())
                .contains("runbooks/r.yml:102:5: 'v100' is the end of a chain of more than 100 variables")
                .contains("set one of them to a value that does not use the others");
    }

    @Test
    void inAnInventoryItIsForeseenAndTheInventoryIsShownAllTheSame() throws IOException {
        ProjectFixture project =
                new ProjectFixture(folder).addRunbook("r", "- tasks: [{debug: {msg: \"{{ v0 }}\"}}]\n");
        Path inventory = folder.resolve("inventories/default.yml");
        Files.writeString(inventory, Files.readString(inventory) + "vars:\n" + chain("  "));
        assertThat(project.run("run", "r").out()).contains("chain of more than 100 variables");
        CommandResult shown = project.run("inventory");
        assertThat(shown.exit()).isZero();
        assertThat(shown.out()).contains("v" + LENGTH);
    }

    private static String chain(String margin) {
        StringBuilder chain = new StringBuilder();
        for (int link = 0; link < LENGTH; link++) {
            chain.append("%sv%d: \"{{ v%d }}\"\n".formatted(margin, link, link + 1));
        }
        return chain + margin + "v" + LENGTH + ": x\n";
    }
}
