package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runbook.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest {

    private static final String[] NAMES = {
        "init", "new", "--source", "shop-prod", "--target", "shop-stage", "--region", "eu-central-1"
    };

    @TempDir
    private Path folder;

    @Test
    void whatItWritesHasNoMistakes() {
        assertThat(call(folder, NAMES).exit()).isZero();
        CommandResult validated = call(folder.resolve("new"), "validate", "refresh");
        assertThat(validated.exit()).as(validated.err()).isZero();
        assertThat(validated.out())
                .contains("runbooks/refresh.yml with inventories/default.yml: 1 play, 7 tasks, 1 pair, no mistakes");
        assertThat(call(folder.resolve("new"), "config", "show").out())
                .containsIgnoringWhitespaces("inventories/default.yml  runbook.yml:3:12");
        assertThat(call(folder.resolve("new"), "inventory").out()).contains("shop-stage  shop-prod -> shop-stage");
    }

    @Test
    void eachFileNamesASchemaThatIsThere() throws IOException {
        call(folder, NAMES);
        for (String name :
                List.of("runbooks/refresh.yml", "inventories/default.yml", "sql/masking.yml", "runbook.yml")) {
            Path file = folder.resolve("new").resolve(name);
            String header = Files.readString(file).lines().findFirst().orElse("");
            assertThat(header).startsWith("# yaml-language-server: $schema=");
            assertThat(file.resolveSibling(header.substring(header.indexOf('=') + 1)))
                    .as(name)
                    .content()
                    .contains("https://json-schema.org/draft/2020-12/schema");
        }
    }

    @Test
    void aFileThatExistsIsKeptAndNamed() throws IOException {
        Path mine = folder.resolve("new/sql/masking.yml");
        Files.createDirectories(mine.getParent());
        Files.writeString(mine, "tables: {}\n");
        CommandResult result = call(folder, NAMES);
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("kept   sql/masking.yml", "exists already, not changed", "wrote  runbooks/refresh.yml");
        assertThat(mine).hasContent("tables: {}\n");
    }

    @Test
    void withoutATerminalNothingIsAskedAndNothingWritten() {
        CommandResult result = call(folder, "init", "--source", "shop-prod");
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("Target instance (to be refreshed) is not given", "runbook init --source");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void namesThatCannotBeAreRefusedBeforeAnythingIsWritten() {
        CommandResult same = call(folder, "init", "--source", "shop", "--target", "shop", "--region", "eu-west-1");
        assertThat(same.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(same.err()).contains("has 'shop' as source and as target");
        CommandResult broken = call(folder, "init", "--source", "a: b", "--target", "c", "--region", "eu-west-1");
        assertThat(broken.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(broken.err()).contains("source 'a: b' has characters that the files cannot contain");
        assertThat(folder).isEmptyDirectory();
    }

    @Tag("slow")
    @Test
    void atATerminalItAsksForWhatIsNotGiven() throws IOException, InterruptedException {
        String program = "%s -cp %s dev.runbook.cli.command.Main init --pair stage"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path"));
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script(1) to make a terminal with");
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", program, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("AWS_REGION", "eu-west-3");
        builder.environment().put("RUNBOOK_HOME", folder.toString());
        Process process = builder.start();
        try (var answers = process.outputWriter()) {
            answers.write("shop-prod\nshop-stage\n\n");
            answers.flush();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said)
                    .contains("Source instance (production): ", "Target instance", "AWS region [eu-west-3]: ", "wrote");
        }
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(folder.resolve("inventories/default.yml")))
                .contains("region: eu-west-3", "  stage:", "instance: shop-prod");
    }

    private CommandResult call(Path from, String... words) {
        return CommandResult.runInProcess(from, from, Map.of("TERM", "dumb"), words);
    }
}
