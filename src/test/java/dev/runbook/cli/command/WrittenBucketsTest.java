package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The buckets that the copies of tasks write to are checked before the first call. */
class WrittenBucketsTest {

    private static final String INVENTORY = """
            accounts:
              live: {region: eu-west-1, id: "111111111111"}
              test: {region: eu-west-1, id: "222222222222"}
            protect: ["111111111111"]
            pairs:
              one:
                source: {instance: shop-prod, account: live}
                target: {instance: shop-one, account: test}
                copies: {source: {bucket: prod-media}, target: {bucket: one-media}}
              two:
                source: {instance: shop-prod, account: live}
                target: {instance: shop-two, account: test}
                target_buckets: {bucket: two-media}
            """;

    @TempDir
    private Path folder;

    private CommandResult validate(String pairs, String target) throws IOException {
        ProjectFixture project = new ProjectFixture(folder);
        Files.writeString(folder.resolve("inventories/default.yml"), INVENTORY);
        String copy = "{source: {bucket: any, account: test}, target: " + target + "}";
        return project.addRunbook(
                        "r",
                        "- pairs: " + pairs + "\n  tasks:\n    - s3-sync: {copies: [" + copy + "], delete: true}\n")
                .run("validate", "r");
    }

    private void assertRefused(String pairs, String target, String reason) throws IOException {
        CommandResult result = validate(pairs, target);
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(result.err().replaceAll("\\s+", " ")).contains("runbooks/r.yml:3:", reason);
    }

    @Test
    void whatAPairNamesAsATargetIsFine() throws IOException {
        CommandResult result = validate("two", "{bucket: two-media, prefix: x/}");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(validate("two", "{bucket: \"{{ pair.name }}-media\"}").exit())
                .isZero();
    }

    @Test
    void nothingIsWrittenInAProtectedAccount() throws IOException {
        assertRefused("two", "{bucket: two-media, account: live}", "account 'live' is protected by '111111111111' (");
        assertRefused(
                "two",
                "{bucket: \"{{ pair.name }}-media\", account: live}",
                "pair 'two' would write to a bucket, but account 'live' is protected");
    }

    @Test
    void neitherASourceNorTheTargetOfAnotherPairNorAnUnnamedBucketIsWritten() throws IOException {
        assertRefused("one", "{bucket: prod-media}", "that overlaps prod-media/, the source of a copy of pair 'one'");
        assertRefused("all", "{bucket: one-media}", "that overlaps one-media/, a target of pair 'one'");
        assertRefused("one", "{bucket: other}", "pair 'one' does not declare that target");
    }

    @Test
    void anAccountThatTheInventoryDoesNotHaveIsAMistake() throws IOException {
        CommandResult result = validate("two", "{bucket: two-media, account: tset}");
        assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(result.err()).contains("unknown account 'tset'", "did you mean 'test'?");
    }
}
