package dev.runbook.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.adapter.aws.SecretServer;
import dev.runbook.cli.ExitCode;
import dev.runbook.cli.command.CommandResult;
import dev.runbook.cli.command.ProjectFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lookups in AWS accounts: secrets are used and never shown, and mistakes are reported with their place. */
class LookupTest {

    private static final String ACCESS_KEY = "aws.accessKeyId";
    private static final String SECRET_KEY = "aws.secretAccessKey";

    @TempDir
    Path folder;

    private SecretServer server;

    @BeforeEach
    void start() throws IOException {
        server = SecretServer.start()
                .secret("shop/db", "{\"password\": \"opensesame-1\", \"login\": {\"user\": \"shop-user\"}}")
                .parameter("/shop/password", "SecureString", "opensesame-2")
                .parameter("/shop/url", "String", "https://shop")
                .parameter("/shop/zones", "StringList", "a,b");
        System.setProperty(ACCESS_KEY, "test");
        System.setProperty(SECRET_KEY, "test");
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty(ACCESS_KEY);
        System.clearProperty(SECRET_KEY);
    }

    @Test
    void whatAnotherToolHasEncryptedIsNoValueWhereverItLies() throws IOException {
        ProjectFixture project = new ProjectFixture(folder)
                .addRunbook("r", "- tasks: [{debug: {msg: \"{{ lookup('file', 'key.txt') }}\"}}]\n")
                .addRunbook("e", "- tasks: [{debug: {msg: \"{{ x }}\"}}]\n");
        Files.writeString(folder.resolve("key.txt"), "$ANSIBLE_VAULT;1.1;AES256\n3631386264\n");
        assertThat(project.run("run", "r").out()).contains("it is encrypted with Ansible Vault");
        assertThat(project.run("run", "e", "-e", "x=$ANSIBLE_VAULT;1.1;AES256 36")
                        .err())
                .contains("the value is encrypted with Ansible Vault", "lookup('secret', 'name')");
    }

    @Test
    void secretsAreUsedAndNotShownAndOpenParametersAre() throws IOException {
        CommandResult result = run("""
                - tasks:
                    - debug: {msg: "db {{ lookup('secretsmanager', 'shop/db', key='password') }}"}
                    - debug: {msg: "user {{ lookup('secretsmanager', 'shop/db', key='login.user') }}"}
                    - debug: {msg: "ssm {{ lookup('ssm', '/shop/password') }} of {{ lookup('ssm', '/shop/password') | length }} letters"}
                    - debug: {msg: "url {{ lookup('ssm', '/shop/url') }} in {{ lookup('ssm', '/shop/zones') | join('+') }}"}
                    - debug: {msg: "elsewhere {{ lookup('ssm', '/shop/url', account='main') }}"}
                """);
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains("url https://shop in a+b", "elsewhere https://shop")
                .doesNotContain("opensesame", "shop-user");
        String log = log();
        assertThat(log).contains("GetSecretValue", "GetParameter").doesNotContain("opensesame", "shop-user");
        assertThat(server.count()).as("each is asked for once in a run").isEqualTo(4);
    }

    /** Responses are logged before their content is known to be secret. */
    private String log() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(".runbook/runs"))) {
            Path log =
                    files.filter(file -> file.endsWith("run.log")).findFirst().orElseThrow();
            return Files.readString(log);
        }
    }

    @Test
    void aCheckReadsThemToo() throws IOException {
        CommandResult result = run("- tasks: [{debug: {msg: \"at {{ lookup('ssm', '/shop/url') }}\"}}]\n", "--check");
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("at https://shop");
    }

    @Test
    void whatIsMissingOrForbiddenIsSaidWithItsPlaceAndWhatToDo() throws IOException {
        CommandResult missing = run("- tasks: [{debug: {msg: \"{{ lookup('secretsmanager', 'shop/d') }}\"}}]\n");
        assertThat(missing.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(missing.out())
                .contains("runbooks/main.yml:1:29", "secretsmanager:GetSecretValue shop/d", "region of account 'main'");
        CommandResult forbidden = run("- tasks: [{debug: {msg: \"{{ lookup('ssm', 'forbidden') }}\"}}]\n");
        assertThat(forbidden.exit()).isEqualTo(ExitCode.NOT_CONNECTED);
        assertThat(forbidden.out())
                .contains("runbooks/main.yml:1:29", "AccessDeniedException", "let the credentials of account 'main'");
        CommandResult mistyped = run("- tasks: [{debug: {msg: \"{{ lookup('ssm', 'x', account='mian') }}\"}}]\n");
        assertThat(mistyped.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(mistyped.out()).contains("there is no account 'mian'", "did you mean 'main'?");
    }

    @Test
    void showingTheVariablesOfAPairAsksNoAccount() throws IOException {
        ProjectFixture project = project();
        Path inventory = folder.resolve("inventories/default.yml");
        Files.writeString(
                inventory, Files.readString(inventory) + "vars: {db: \"{{ lookup('secretsmanager', 'shop/db') }}\"}\n");
        CommandResult result = project.run("inventory", "--explain", "db", "--pair", "demo");
        assertThat(result.out()).as(result.err()).contains("<known when run>");
        assertThat(server.count()).isZero();
    }

    private CommandResult run(String runbook, String... options) throws IOException {
        String[] words = new String[options.length + 4];
        System.arraycopy(new String[] {"run", "main", "-l", "demo"}, 0, words, 0, 4);
        System.arraycopy(options, 0, words, 4, options.length);
        return project().addRunbook("main", runbook).run(words);
    }

    private ProjectFixture project() throws IOException {
        ProjectFixture project = new ProjectFixture(folder);
        Path inventory = folder.resolve("inventories/default.yml");
        Files.writeString(
                inventory,
                Files.readString(inventory)
                        .replace(
                                "eu-west-1}",
                                "eu-west-1, endpoint: {secretsmanager: '" + server.endpoint() + "', ssm: '"
                                        + server.endpoint() + "'}}"));
        return project;
    }
}
