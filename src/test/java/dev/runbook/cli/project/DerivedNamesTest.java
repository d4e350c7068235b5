package dev.runbook.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.command.CommandResult;
import dev.runbook.cli.command.ProjectFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Derived names that RDS does not accept are reported as mistakes of their pair only. */
class DerivedNamesTest {

    private static final String LONG = "customer-relationship-platform-europe-staging-primary-db-01";

    @TempDir
    private Path folder;

    @Test
    void aTargetWhoseTemporaryNameIsTooLongIsAMistakeAtItsPlace() throws IOException {
        for (String verb : new String[] {"validate", "run"}) {
            CommandResult result = project("").run(verb, "talk");
            assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
            assertThat(result.err())
                    .contains("inventories/default.yml:8:24: a refresh of pair 'long' needs a name")
                    .contains("'temp-" + LONG + "' has 64 characters; RDS allows 63")
                    .contains("shorter prefixes with the variables temporary_prefix and old_prefix")
                    .contains("1 problem");
        }
    }

    @Test
    void otherPairsDoNotFailForIt() throws IOException {
        CommandResult result = project("").run("run", "talk", "-l", "short");
        assertThat(result.exit()).as(result.err()).isZero();
    }

    @Test
    void shorterPrefixesHelpFromWhereverTheyCome() throws IOException {
        assertThat(project("")
                        .run("validate", "talk", "-e", "temporary_prefix=t-")
                        .exit())
                .isZero();
        assertThat(project(", vars: {temporary_prefix: \"{{ first }}-\", first: t}")
                        .run("validate", "talk")
                        .exit())
                .isZero();
        assertThat(project(", vars: {temporary_prefix: t-, old_prefix: former-}")
                        .run("validate", "talk")
                        .err())
                .contains("'former-" + LONG + "' has 66 characters");
    }

    @Test
    void aPrefixThatOnlyTheRunKnowsIsLeftToIt() throws IOException {
        CommandResult result = project(", vars: {temporary_prefix: \"{{ lookup('ssm', '/prefix', account='main') }}\"}")
                .run("validate", "talk");
        assertThat(result.exit()).as(result.err()).isZero();
    }

    private ProjectFixture project(String more) throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("talk", "- tasks: [{debug: {msg: hi}}]\n");
        Files.writeString(folder.resolve("inventories/default.yml"), """
                accounts: {main: {region: eu-west-1}}
                pairs:
                  short:
                    source: {instance: prod}
                    target: {instance: stage}
                  long:
                    source: {instance: prod}
                    target: {instance: %s}%s
                """.formatted(
                        LONG, more.isEmpty() ? "" : "\n    " + more.substring(2)));
        return project;
    }
}
