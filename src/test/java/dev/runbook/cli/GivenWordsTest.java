package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Arguments of {@code -e} are recognised in every notation, and masked values keep their names. */
class GivenWordsTest {

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
        GivenWords given = new GivenWords(words);
        assertThat(given.values()).containsExactly(new GivenWord("api_token=x"));
        assertThat(given.with(Optional::of)).isEqualTo(words);
        assertThat(String.join(" ", given.with(value -> Optional.of(value.masking(Set.of("api_token"))))))
                .matches("run job (-y?v*e|--extra-vars) api_token=\\*\\*\\* -l demo");
        assertThat(String.join(" ", given.with(value -> Optional.empty()))).matches("run job (-y?v* )?-l demo");
    }

    @Test
    void eachOptionWithoutAValueMayStandBeforeIt() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Path here = Path.of("");
        Surroundings surroundings =
                new Surroundings(here, here, Map.of(), nowhere, nowhere, InputStream.nullInputStream());
        for (Object verb :
                List.of(new RunVerb(surroundings), new ResumeVerb(surroundings), new RollbackVerb(surroundings))) {
            for (OptionSpec option : new CommandLine(verb).getCommandSpec().options()) {
                String shortest = option.shortestName();
                if (!shortest.startsWith("--") && option.arity().max() == 0) {
                    assertThat(new GivenWords(List.of("run", shortest + "e", "api_token=x")).values())
                            .hasSize(1);
                }
            }
        }
    }

    @Test
    void otherOptionsAreNone() {
        List<String> words = List.of("run", "-te", "e=1", "--extra", "a=b", "-l", "-e");
        assertThat(new GivenWords(words).values()).isEmpty();
        assertThat(new GivenWords(words).with(value -> Optional.empty())).isEqualTo(words);
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
        assertThat(String.join(" ", new java.util.TreeSet<>(new GivenWord(word).masked())))
                .isEqualTo(names);
        assertThat(new GivenWord(word).isIllegible()).isFalse();
    }

    @Test
    void aMappingKeepsWhatIsNotReplaced() {
        GivenWord word = new GivenWord("{api_token: ***, greeting: hi, forks: 3}");
        assertThat(word.without(Set.of("api_token"))).contains(new GivenWord("{\"greeting\":\"hi\",\"forks\":3}"));
        assertThat(word.without(Set.of("api_token", "greeting", "forks"))).isEmpty();
        assertThat(word.without(Set.of("other"))).contains(word);
        assertThat(new GivenWord("{api_token: x, greeting: hi}").masking(Set.of("api_token")))
                .isEqualTo(new GivenWord("{\"api_token\":\"***\",\"greeting\":\"hi\"}"));
    }

    @Test
    void whatCannotBeReadIsMaskedWhole() {
        assertThat(new GivenWord("{***").isIllegible()).isTrue();
        assertThat(new GivenWord("{broken").masking(Set.of("api_token"))).isEqualTo(new GivenWord("***"));
    }
}
