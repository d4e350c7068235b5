package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.adapter.aws.SecretServer;
import dev.runbook.sandbox.Sandbox;
import dev.runbook.sandbox.config.Fleet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Injects one secret through one input at a time and searches every output for it. */
class CanaryTest {

    private static final String LOOKED_UP = "{{ lookup('secret', 'bird') }}";

    /** The inputs for the secret: the tasks of a runbook, by name. */
    private static final Map<String, String> ENTRIES = new LinkedHashMap<>();

    static {
        enterByExpressions();
        enterByPrograms();
    }

    private static void enterByExpressions() {
        ENTRIES.put("a secret as a module's argument", "debug: {msg: \"it is " + LOOKED_UP + "!\"}");
        ENTRIES.put("a variable of the environment", "debug: {msg: \"{{ lookup('env', 'BIRD_TOKEN') }}\"}");
        ENTRIES.put("a file called like a secret", "debug: {msg: \"{{ lookup('file', 'bird-password.txt') }}\"}");
        ENTRIES.put("Secrets Manager", "debug: {msg: \"{{ lookup('secretsmanager', 'bird') }}\"}");
        ENTRIES.put(
                "a key of Secrets Manager",
                "debug: {msg: \"{{ lookup('secretsmanager', 'cage', key='bird.password') }}\"}");
        ENTRIES.put("a parameter of Systems Manager", "debug: {msg: \"{{ lookup('ssm', '/bird') }}\"}");
        ENTRIES.put("a value of the command line", "debug: {msg: \"{{ given_password }}\"}");
        ENTRIES.put("the answer of a secret question", "debug: {msg: \"{{ asked_bird }}\"}");
        ENTRIES.put("a value that only no_log reads", "debug: {msg: \"{{ hushed }}\"}\n      no_log: true");
        ENTRIES.put(
                "a value that only no_log reads, and sets",
                "set: {later: \"{{ by_another }}\"}\n      no_log: true\n    - debug: {msg: \"{{ later | upper }}\"}");
        ENTRIES.put("a variable of the inventory", "debug: {msg: \"{{ inventory_bird }}\"}");
        ENTRIES.put("a variable of the play", "debug: {msg: \"{{ play_bird }}\"}");
        ENTRIES.put(
                "a variable that is set",
                "set: {found: \"" + LOOKED_UP + "\", list: [\"" + LOOKED_UP + "\", {deep: \"" + LOOKED_UP + "\"}]}");
        ENTRIES.put(
                "what filters make of it",
                "debug: {msg: \"{{ lookup('secret', 'bird') | b64encode }} {{ lookup('secret', 'bird') | upper }} {{ {'a': lookup('secret', 'bird')} | to_json }}\"}");
        ENTRIES.put("a failure's message", "fail: {msg: \"no " + LOOKED_UP + "\"}");
        ENTRIES.put(
                "an assertion's message",
                "assert: {that: [\"lookup('secret', 'bird') == 'other'\"], msg: \"not " + LOOKED_UP + "\"}");
        ENTRIES.put("a condition", "debug: {msg: \"x\"}\n      when: lookup('secret', 'bird') == 'other'");
        ENTRIES.put(
                "an expression that fails",
                "debug: {msg: \"{{ lookup('secret', 'bird') | int }} {{ lookup('secret', 'bird') | from_json }}\"}");
        ENTRIES.put("the items of a loop", "debug: {msg: \"{{ item }}\"}\n      loop: [\"" + LOOKED_UP + "\", \"b\"]");
    }

    private static void enterByPrograms() {
        ENTRIES.put("a program that is told it in its environment", shell("true"));
        ENTRIES.put("a program that prints it", shell("printf '%s\\n' \"$BIRD\""));
        ENTRIES.put(
                "a program that prints it in base64",
                shell(
                        "printf %s \"$BIRD\" | base64; printf 'a:%s' \"$BIRD\" | base64; printf 'ab:%s@x' \"$BIRD\" | base64"));
        ENTRIES.put("a program that prints it in narrow base64", shell("printf 'user:%s' \"$BIRD\" | base64 -w 20"));
        ENTRIES.put(
                "a program that prints it as a URL",
                shell(
                        "printf 'http://u:'; printf %s \"$BIRD\" | od -An -v -tx1 | tr -d '\\n' | sed 's/ /%/g'; echo @x"));
        ENTRIES.put(
                "a program that prints it in JSON",
                shell("printf '{\"a\": \"'; printf %s \"$BIRD\" | sed 's/[\"\\\\]/\\\\&/g'; echo '\"}'"));
        ENTRIES.put(
                "a program that prints it in hexadecimal digits",
                shell("printf %s \"$BIRD\" | od -An -v -tx1 | tr -d ' \\n'; echo"));
        ENTRIES.put("a program that prints it in two lines", shell("printf '%s\\n' \"$BIRD\" | fold -w 15"));
        ENTRIES.put("a program that prints it and fails", shell("printf '%s\\n' \"$BIRD\" >&2; exit 3"));
        ENTRIES.put(
                "a program that prints it and is tried again",
                shell("printf '%s\\n' \"$BIRD\"; exit 3") + "\n      retry: {max_attempts: 2, delay: 0s}");
        ENTRIES.put(
                "a program that prints it and whose result is used",
                shell("printf '%s\\n' \"$BIRD\"")
                        + "\n      register: said\n    - debug: {msg: \"said {{ said.stdout }} {{ said | to_json }}\"}");
        ENTRIES.put(
                "a program that cannot be started",
                "command: {argv: [/bin/true], folder: \"/nowhere/" + LOOKED_UP + "\"}");
        ENTRIES.put("the arguments of a program", "command: {argv: [echo, \"" + LOOKED_UP + "\"]}");
        ENTRIES.put("a name that is evaluated", "name: \"tell " + LOOKED_UP + "\"\n      debug: {msg: x}");
        ENTRIES.put("a wrong value", "pause: {for: \"" + LOOKED_UP + "\"}");
    }

    private static String shell(String script) {
        return "command: {argv: [sh, -c, '" + script.replace("'", "''") + "']}\n      environment: {BIRD: \""
                + LOOKED_UP + "\"}";
    }

    /** The variants of a run: the words after {@code run main}, and the file that they name. */
    private static final Map<String, List<List<String>>> OUTPUTS = new LinkedHashMap<>();

    static {
        OUTPUTS.put(
                "text",
                List.of(
                        List.of("run", "main", "-vvvv"),
                        List.of("history"),
                        List.of("show", "last", "-vvvv"),
                        List.of("show", "last", "--output", "jsonl"),
                        List.of("report"),
                        List.of("report", "--html", "page.html")));
        OUTPUTS.put("the plan as text", List.of(List.of("run", "main", "-vvvv", "--diff", "--check")));
        OUTPUTS.put(
                "a plan to be carried out",
                List.of(
                        List.of("run", "main", "-vvvv", "--check", "--out", "plan.json"),
                        List.of("run", "--plan", "plan.json", "-vvvv")));
        OUTPUTS.put("jsonl", List.of(List.of("run", "main", "-vvvv", "--output", "jsonl")));
        OUTPUTS.put("json", List.of(List.of("run", "main", "-vvvv", "--output", "json")));
        OUTPUTS.put("junit", List.of(List.of("run", "main", "-vvvv", "--output", "junit")));
        OUTPUTS.put("github", List.of(List.of("run", "main", "-vvvv", "--output", "github")));
        OUTPUTS.put(
                "validate and inventory",
                List.of(
                        List.of("validate", "main"),
                        List.of("list", "tasks", "main"),
                        List.of("inventory"),
                        List.of("inventory", "--explain", "inventory_bird", "--pair", "demo")));
    }

    private static final String ACCESS_KEY = "aws.accessKeyId";
    private static final String SECRET_KEY = "aws.secretAccessKey";

    @TempDir
    Path folder;

    /** Text that must not occur in any output. */
    private static final Set<String> SILENT = Set.of(
            "a variable that is set",
            "a condition",
            "an expression that fails",
            "a wrong value",
            "a program that is told it in its environment",
            "the arguments of a program");

    @TempDir
    private static Path kept;

    private static Optional<Sandbox> sandbox = Optional.empty();

    private SecretServer server;

    @BeforeAll
    static void startTheSandbox() throws IOException {
        Fleet fleet = Fleet.read(Files.readString(Path.of("inventories/sandbox-fleet.yml")), "fleet");
        sandbox = Optional.of(Sandbox.startOnFreePorts(fleet.withoutServers().withoutBuckets(), kept));
    }

    @AfterAll
    static void stopTheSandbox() {
        sandbox.ifPresent(Sandbox::close);
    }

    @BeforeEach
    void start() throws IOException {
        server = SecretServer.start()
                .secret("bird", CanarySecrets.SECRET)
                .secret(
                        "cage",
                        "{\"bird\": {\"password\": \""
                                + CanarySecrets.SECRET.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}}")
                .parameter("/bird", "SecureString", CanarySecrets.SECRET);
        System.setProperty(ACCESS_KEY, "sandbox");
        System.setProperty(SECRET_KEY, "sandbox-secret");
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty(ACCESS_KEY);
        System.clearProperty(SECRET_KEY);
    }

    @TestFactory
    Stream<DynamicTest> comesOutNowhere() {
        List<DynamicTest> tests = new ArrayList<>();
        OUTPUTS.forEach((output, calls) -> ENTRIES.forEach((entry, task) -> {
            Path project = folder.resolve(Integer.toString(tests.size()));
            tests.add(DynamicTest.dynamicTest(entry + " -> " + output, () -> {
                write(project, task);
                String said = "";
                for (List<String> call : calls) {
                    said += call(project, call);
                }
                said += written(project);
                assertThat(CanarySecrets.leaks(said)).isEmpty();
                boolean tells = calls.get(0).contains("run") && !calls.get(0).contains("--check");
                boolean entered = said.contains("***") || SILENT.contains(entry) || !tells;
                assertThat(entered).as("the secret has been there: " + said).isTrue();
            }));
        }));
        return tests.stream();
    }

    private void write(Path project, String task) throws IOException {
        new ProjectFixture(project)
                .addRunbook(
                        "main",
                        "- vars: {play_bird: \"" + LOOKED_UP + "\", by_another: \"{{ hushed | default('') }}\"}\n"
                                + (task.contains("asked_bird")
                                        ? "  vars_prompt: [{name: asked_bird, default: none}]\n"
                                        : "")
                                + "  tasks:\n    - " + task + "\n");
        Path inventory = project.resolve("inventories/default.yml");
        String aws = sandbox.orElseThrow().rdsEndpoint().toString();
        String endpoints = "endpoint: {rds: '" + aws + "', sts: '" + aws + "', secretsmanager: '" + server.endpoint()
                + "', ssm: '" + server.endpoint() + "'}";
        Files.writeString(
                inventory,
                Files.readString(inventory)
                                .replace("shop-", "mitosis-")
                                .replace("eu-west-1}", "eu-west-1, " + endpoints + "}")
                        + "vars: {inventory_bird: \"" + LOOKED_UP + "\"}\n");
        Files.writeString(project.resolve("bird-password.txt"), CanarySecrets.SECRET + "\n");
        Path secret = project.resolve(".runbook/secrets/bird");
        Files.createDirectories(secret.getParent());
        Files.writeString(secret, CanarySecrets.SECRET + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }

    private static String call(Path project, List<String> call) throws IOException {
        List<String> words = new ArrayList<>(call);
        if (call.get(0).equals("run") && !call.contains("--plan")) {
            words.addAll(List.of("-l", "demo"));
        }
        // Without a runbook, the use of a variable is unknown.
        if (List.of("run", "validate", "list").contains(call.get(0))) {
            words.addAll(given(Files.readString(project.resolve("runbooks/main.yml"))));
        }
        CommandResult result = CommandResult.runInProcess(
                project,
                project,
                Map.of(
                        "RUNBOOK_STATE",
                        project.resolve(".runbook").toString(),
                        "GITHUB_STEP_SUMMARY",
                        project.resolve("summary.md").toString(),
                        "BIRD_TOKEN",
                        CanarySecrets.SECRET,
                        "COLUMNS",
                        "100",
                        "TERM",
                        "dumb"),
                words.toArray(String[]::new));
        return result.out() + result.err();
    }

    /** The options that set the variables of the task to the secret, in both notations. */
    private static List<String> given(String runbook) {
        if (runbook.contains("msg: \"{{ given_password }}")) {
            return List.of("-e", "{given_password: '" + CanarySecrets.SECRET.replace("'", "''") + "'}");
        }
        if (runbook.contains("msg: \"{{ asked_bird }}")) {
            return List.of("-e", "asked_bird=" + CanarySecrets.SECRET);
        }
        return runbook.contains("no_log") ? List.of("-e", "hushed=" + CanarySecrets.SECRET) : List.of();
    }

    /** Every file that the calls have written; not the files of the test, which contain the secret on purpose. */
    private static String written(Path project) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean given = file.endsWith(".runbook/secrets/bird") || file.endsWith("bird-password.txt");
                text.append(given ? "" : new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }
}
