package dev.runbook.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.command.ResumeCommand;
import dev.runbook.cli.command.RollbackCommand;
import dev.runbook.cli.command.RunRunbookCommand;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Arguments of {@code -e} are recognised in every notation, and masked values keep their names. */
class ExtraVarArgsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-e|api_token=x",
                "-eapi_token=x",
                "-e=api_token=x",
                "-ye|api_token=x",
                "-yvveapi_token=x",
                "--extra-vars|api_token=x",
                "--extra-vars=api_token=x"
            })
    void everyWayToWriteItIsUnderstoodAsTheProgramDoes(String written) {
        List<String> words = new ArrayList<>(List.of("run", "job"));
        words.addAll(List.of(written.split("\\|")));
        words.addAll(List.of("-l", "demo"));
        ExtraVarArgs args = new ExtraVarArgs(words);
        assertThat(args.values()).containsExactly(new ExtraVarArg("api_token=x"));
        assertThat(args.replaceValues(Optional::of)).isEqualTo(words);
        assertThat(String.join(" ", args.replaceValues(value -> Optional.of(value.withMasked(Set.of("api_token"))))))
                .matches("run job (-y?v*e|--extra-vars) api_token=\\*\\*\\* -l demo");
        assertThat(String.join(" ", args.replaceValues(value -> Optional.empty())))
                .matches("run job (-y?v* )?-l demo");
    }

    @Test
    void eachOptionWithoutAValueMayStandBeforeIt() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Path here = Path.of("");
        ProcessContext context =
                new ProcessContext(here, here, Map.of(), nowhere, nowhere, InputStream.nullInputStream());
        for (Object verb :
                List.of(new RunRunbookCommand(context), new ResumeCommand(context), new RollbackCommand(context))) {
            for (OptionSpec option : new CommandLine(verb).getCommandSpec().options()) {
                String shortest = option.shortestName();
                if (!shortest.startsWith("--") && option.arity().max() == 0) {
                    assertThat(new ExtraVarArgs(List.of("run", shortest + "e", "api_token=x")).values())
                            .hasSize(1);
                }
            }
        }
    }

    @Test
    void otherOptionsAreNone() {
        List<String> words = List.of("run", "-te", "e=1", "--extra", "a=b", "-l", "-e");
        assertThat(new ExtraVarArgs(words).values()).isEmpty();
        assertThat(new ExtraVarArgs(words).replaceValues(value -> Optional.empty()))
                .isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api_token=***                                  | api_token",
                "url=postgres://me:***@db                       | url",
                "{\"api_token\": \"***\", \"greeting\": \"hi\"}    | api_token",
                "{api_token: ***, pin: a***b, greeting: hi}     | api_token pin",
                "{login: {user: me, password: ***}}             | login",
                "greeting=hi                                    | ''",
                "@secrets.yml                                   | ''",
            })
    void whatIsMaskedIsKnownByName(String word, String names) {
        assertThat(String.join(" ", new TreeSet<>(new ExtraVarArg(word).maskedNames())))
                .isEqualTo(names);
        assertThat(new ExtraVarArg(word).isIllegible()).isFalse();
    }

    @Test
    void aMappingKeepsWhatIsNotReplaced() {
        ExtraVarArg arg = new ExtraVarArg("{api_token: ***, greeting: hi, forks: 3}");
        assertThat(arg.without(Set.of("api_token"))).contains(new ExtraVarArg("{\"greeting\":\"hi\",\"forks\":3}"));
        assertThat(arg.without(Set.of("api_token", "greeting", "forks"))).isEmpty();
        assertThat(arg.without(Set.of("other"))).contains(arg);
        assertThat(new ExtraVarArg("{api_token: x, greeting: hi}").withMasked(Set.of("api_token")))
                .isEqualTo(new ExtraVarArg("{\"api_token\":\"***\",\"greeting\":\"hi\"}"));
    }

    @Test
    void whatCannotBeReadIsMaskedWhole() {
        assertThat(new ExtraVarArg("{***").isIllegible()).isTrue();
        assertThat(new ExtraVarArg("{broken").withMasked(Set.of("api_token"))).isEqualTo(new ExtraVarArg("***"));
    }
}
