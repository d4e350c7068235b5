package dev.runbook.cli.help;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runbook.cli.command.CommandResult;
import dev.runbook.cli.command.CompleteCommand;
import dev.runbook.cli.command.ProjectFixture;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

    private static final String REFRESH = """
        - tags: [nightly]
          tasks:
            - {name: Say hello, id: hello, tags: [talk], debug: {msg: hello}}
            - {name: Say bye, id: bye, debug: {msg: bye}}
        """;

    @TempDir
    private Path folder;

    private ProjectFixture project;

    @BeforeEach
    void makeAProject() throws IOException {
        project = new ProjectFixture(folder).addRunbook("refresh", REFRESH).addRunbook("other", "- tasks: []\n");
        Files.writeString(folder.resolve("inventories/night.yml"), """
            accounts: {main: {region: eu-west-1}}
            vars: {greeting: hello}
            groups: {shop: {pairs: [nightly-a, nightly-b]}}
            pairs:
              nightly-a: {source: {instance: a-prod}, target: {instance: a-night}}
              nightly-b: {source: {instance: b-prod}, target: {instance: b-night}}
            """);
        Files.createDirectories(folder.resolve(".runbook/runs/20261121-054934-b026"));
        Files.createDirectories(folder.resolve(".runbook/runs/20261122-054934-c111"));
    }

    @Test
    void valuesAreThoseOfTheProjectAndOfWhatStandsOnTheLineAlready() {
        assertThat(complete("run", "")).containsExactly("other", "refresh");
        assertThat(complete("run", "refresh", "-i", "")).containsExactly("default", "night");
        assertThat(complete("run", "refresh", "-l", "")).containsExactly("demo", "stage", "all");
        assertThat(complete("run", "refresh", "-i", "night", "-l", "n")).containsExactly("nightly-a", "nightly-b");
        assertThat(complete("run", "--inventory=night", "-l", "s")).containsExactly("shop");
        assertThat(complete("run", "refresh", "-l", "demo,")).contains("demo,stage");
        assertThat(complete("run", "refresh", "-l", "all:!d")).containsExactly("all:!demo");
        assertThat(complete("run", "refresh", "-t", "")).containsExactly("nightly", "talk");
        assertThat(complete("run", "refresh", "--skip-tags", "talk,n")).containsExactly("talk,nightly");
        assertThat(complete("run", "refresh", "--check", "--from", "")).containsExactly("hello", "bye");
        assertThat(complete("run", "other", "--from", "")).isEmpty();
        assertThat(complete("run", "refresh", "--output", "js")).contains("jsonl");
        assertThat(complete("run", "refresh", "--che")).containsExactly("--check");
        assertThat(complete("list", "ta")).containsExactly("tasks", "tags");
        assertThat(complete("list", "tags", "re")).containsExactly("refresh");
        assertThat(complete("inventory", "-i", "night", "--explain", "g")).containsExactly("greeting");
        assertThat(complete("doc", "rds-")).containsExactly("rds-clone", "rds-replicas");
        assertThat(complete("report", "")).containsExactly("20261122-054934-c111", "20261121-054934-b026");
        assertThat(complete("sandbox", "s")).containsExactly("status");
        assertThat(complete("man", "r"))
                .contains("runbook", "run", "resume", "rds-clone")
                .doesNotHaveDuplicates();
        assertThat(complete("nonsense", "")).isEmpty();
    }

    @Test
    void filesThatCannotBeReadGiveNothingAndNoMessage() throws IOException {
        Files.writeString(folder.resolve("inventories/default.yml"), "pairs: [");
        assertThat(complete("run", "refresh", "-l", "")).isEmpty();
        assertThat(complete("run", "refresh", "-t", "")).isEmpty();
        assertThat(complete("run", "refresh", "-i", "nowhere", "-l", "")).isEmpty();
    }

    @Tag("slow")
    @Test
    void bashCompletesWithTheScript() throws Exception {
        String script = """
            eval "$(runbook completion bash)"
            try() {
                COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDBREAKS=$' \\t\\n"><=;|&(:'
                read -ra COMP_WORDS <<<"$1"
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                COMPREPLY=()
                _runbook
                echo "$1 -> ${COMPREPLY[*]}"
            }
            complete -p runbook
            try 'runbook ru'
            try 'runbook run re'
            try 'runbook run refresh --che'
            try 'runbook run refresh -l '
            try 'runbook run refresh -l all:!d'
            try 'runbook run refresh -i night --tags ta'
            try 'runbook doc rds-c'
            try 'runbook run inv'
            """;
        assertThat(shell("bash", "--norc", "-c", script))
                .containsExactly(
                        "complete -o nosort -F _runbook runbook",
                        "runbook ru -> run",
                        "runbook run re -> refresh",
                        "runbook run refresh --che -> --check",
                        "runbook run refresh -l  -> demo stage all",
                        "runbook run refresh -l all:!d -> !demo",
                        "runbook run refresh -i night --tags ta -> talk",
                        "runbook doc rds-c -> rds-clone",
                        "runbook run inv -> inventories");
    }

    @Tag("slow")
    @Test
    void zshCompletesWithTheScript() throws Exception {
        assumeTrue(onPath("zsh"), "zsh is not installed");
        // A zsh in a pseudo terminal: the test types the line, completes it, and prints it with a key binding.
        String script = """
            zmodload zsh/zpty
            zpty shell "TERM=dumb zsh -f -i"
            send() { zpty -w shell "$1" }
            send 'PS1=; unsetopt zle_bracketed_paste 2>/dev/null; autoload -Uz compinit; compinit -u -D'
            send 'eval "$(runbook completion zsh)"'
            send 'show() { print -r -- "<$BUFFER>"; BUFFER= }; zle -N show; bindkey "^X" show'
            send 'print ready-$((1 + 1))'
            zpty -r shell seen '*ready-2*'
            for line in 'runbook sche' 'runbook run ref' 'runbook run refresh --che' \\
                    'runbook run refresh -i night -l sh' 'runbook run refresh -l all:!de' 'runbook doc rds-c'; do
                zpty -n -w shell "$line"$'\\t'$'\\x18'
                zpty -r shell seen '*<*>*'
                print -r -- "${${seen##*<}%%>*}"
            done
            zpty -d shell
            """;
        assertThat(shell("zsh", "-f", "-c", script))
                .containsExactly(
                        "runbook schema ",
                        "runbook run refresh ",
                        "runbook run refresh --check ",
                        "runbook run refresh -i night -l shop ",
                        "runbook run refresh -l all:\\!demo ",
                        "runbook doc rds-clone ");
    }

    private List<String> complete(String... words) {
        String[] call = new String[words.length + 2];
        call[0] = CompleteCommand.NAME;
        call[1] = "--";
        System.arraycopy(words, 0, call, 2, words.length);
        CommandResult result = project.run(call);
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        return result.out().lines().toList();
    }

    private List<String> shell(String... command) throws IOException, InterruptedException {
        CommandResult result = project.runSystemCommand(command);
        assertThat(result.err()).isEmpty();
        return result.out().lines().toList();
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
