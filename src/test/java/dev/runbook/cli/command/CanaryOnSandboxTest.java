package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the program as a separate process on a sandbox, with a secret in a masking key, in hooks, in the URL of a health check and
 * in an error of PostgreSQL, and searches all output and files and the running processes of the machine for it.
 */
@Tag("slow")
class CanaryOnSandboxTest {

    private static final String RUNBOOK = """
            - pairs: stage
              vars_prompt: [{name: asked}]
              tasks:
                - debug: {msg: "{{ asked }}"}
                - debug: {msg: "{{ hushed }}"}
                  no_log: true
                - rds-clone: {}
                - promote: {}
                - sql-mask: {rules: sql/shop.yml, key: "{{ lookup('secret', 'bird') }}"}
                - rename: {}
                - id: unwell
                  environment: {BIRD: "{{ lookup('secret', 'bird') }}"}
                  restart-hook:
                    argv: [sh, -c, 'printf "%s\\n" "$BIRD"; printf "user:%s" "$BIRD" | base64; sleep 2']
                    health: {http: "http://bird:{{ lookup('secret', 'song') }}@127.0.0.1:9/?token={{ lookup('secret', 'song') }}", timeout: 2s, interval: 1s}
                  ignore_errors: true
                - id: error
                  environment: {BIRD: "{{ lookup('secret', 'bird') }}"}
                  restart-hook:
                    argv: [sh, -c, 'exit 0']
                    health: {sql: "SELECT 1 FROM \\"{{ lookup('secret', 'nest') }}\\"", timeout: 2s, interval: 1s}
                  ignore_errors: true
                - id: fails
                  environment: {BIRD: "{{ lookup('secret', 'bird') }}"}
                  restart-hook: {shell: 'echo "no $BIRD"; exit 3'}
            """;

    @TempDir
    Path folder;

    /** The command line and environment of each process of the run, by pid. */
    private final Map<Long, String> arguments = new HashMap<>();

    private final Map<Long, String> environments = new HashMap<>();

    @BeforeEach
    void makeAProject() throws IOException {
        SandboxProject.create(folder, "47");
        Files.writeString(folder.resolve("runbooks/canary.yml"), RUNBOOK);
        secret("bird", CanarySecrets.SECRET);
        secret("song", URLEncoder.encode(CanarySecrets.SECRET, StandardCharsets.UTF_8));
        secret("nest", CanarySecrets.SECRET.replace("\"", "\"\""));
    }

    @AfterEach
    void stopTheSandbox() throws IOException, InterruptedException {
        project().stop();
    }

    @Test
    void isNeitherSaidNorWrittenNorSeenInAProcess() throws IOException, InterruptedException {
        String quoted = "'" + CanarySecrets.SECRET.replace("'", "''") + "'\n";
        Files.writeString(folder.resolve("given.yml"), "asked: " + quoted + "hushed: " + quoted);
        String said = said("run", "canary", "--check", "--diff", "-vvvv", "--out", "plan.json", "-e", "@given.yml");
        Path out = folder.resolve("run.out");
        Path err = folder.resolve("run.err");
        Process run = project().start(out, err, "run", "canary", "-vvvv", "--diff", "-e", "@given.yml");
        while (run.isAlive()) {
            look(run.toHandle());
            Thread.sleep(20);
        }
        said += Files.readString(out) + Files.readString(err);
        assertThat(run.exitValue()).as(said).isEqualTo(ExitCode.FAILED);
        assertThat(said).contains("health check", "does not exist", "exit code 3", "user:");
        for (String[] words : new String[][] {
            {"show", "last", "-vvvv"},
            {"show", "last", "--output", "jsonl"},
            {"report"},
            {"report", "--html", "page.html"},
            {"history"},
            {"rollback", "last", "--check"},
            {"sandbox", "status"},
        }) {
            said += said(words);
        }
        assertThat(CanarySecrets.leaks(said)).isEmpty();
        assertThat(CanarySecrets.leaks(written())).isEmpty();
        assertThat(CanarySecrets.leaks(arguments.values().toString())).isEmpty();
        assertThat(arguments.values()).anyMatch(line -> line.contains("sleep"));
        // Only a hook gets its secret on purpose, in a variable of this name.
        assertThat(environments.values()).anyMatch(variables -> variables.contains("BIRD=" + CanarySecrets.SECRET));
        String others = environments.values().toString().replace("BIRD=" + CanarySecrets.SECRET, "");
        assertThat(CanarySecrets.leaks(others)).isEmpty();
    }

    private SandboxProject project() {
        return new SandboxProject(folder);
    }

    private String said(String... words) throws IOException, InterruptedException {
        CommandResult result = project().run(words);
        return "$ " + String.join(" ", words) + "\n" + result.out() + result.err();
    }

    private void secret(String name, String text) throws IOException {
        Path file = folder.resolve(".runbook/sandbox-secrets").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void look(ProcessHandle run) {
        for (ProcessHandle process :
                Stream.concat(Stream.of(run), run.descendants()).toList()) {
            Path files = Path.of("/proc", Long.toString(process.pid()));
            arguments.merge(process.pid(), read(files.resolve("cmdline")), String::concat);
            environments.merge(
                    process.pid(), read(files.resolve("environ")), (before, now) -> now.isEmpty() ? before : now);
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException e) {
            // The process has ended in the meantime.
            return "";
        }
    }

    /** Every file written for the user: journal, log, plan, evidence, page; not the data of the sandbox. */
    private String written() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path root :
                List.of(folder.resolve(".runbook/runs"), folder.resolve("plan.json"), folder.resolve("page.html"))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    text.append(Files.readString(file)).append('\n');
                }
            }
        }
        return text.toString();
    }
}
