package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Common complaints about similar tools, by section of the language design; none applies here. */
class CommandMessagesTest {

    @TempDir
    private Path folder;

    @Nested
    class ErrorMessages24 {

        @Test
        void aMistypedKeywordIsNamedAtItsOwnPlaceWithTheRightOne() throws IOException {
            assertMistake(
                    tasks("- {debug: {msg: hi}, regster: x}"),
                    "runbooks/r.yml:3:26",
                    "unknown key 'regster'",
                    "did you mean 'register'?");
        }

        @Test
        void anUndefinedAttributeIsNamedWithItsParentAndTheNearestOne() throws IOException {
            assertMistake(
                    tasks("- debug: {msg: \"to {{ pair.taget }}\"}"),
                    "runbooks/r.yml:3:32",
                    "'pair.taget' is undefined",
                    "did you mean 'target'?");
        }

        @Test
        void whateverCannotWorkIsFoundBeforeAnythingRunsAllOfItInOnePass() throws IOException {
            String runbook = """
                    - name: Play
                      vars: {m: {zone: a}, first: "{{ second }}", second: "{{ first }}"}
                      tasks:
                        - debug: {msg: "{{ pair.taget }} and {{ target.instance.nope }}"}
                        - debug: {msg: "{{ m.zon }}"}
                        - command: {argv: [ls], shell: ls}
                        - debug: {}
                        - set: {}
                        - pause: {}
                        - debug: {msg: "{{ lookup('sceret', 'x') }}"}
                        - debug: {msg: "{{ pair.name | regex_replace('(') }}"}
                        - debug: {msg: "{{ 'a' + 1 }}"}
                        - {debug: {msg: a}, when: "'text'"}
                        - assert: {that: []}
                        - block: [{fail: {msg: a}}]
                          rescue: [{debug: {msg: "{{ failed_task.nam }}"}}]
                        - debug: {msg: "{{ first }}"}
                    """;
            CommandResult result =
                    new ProjectFixture(folder).addRunbook("r", runbook).run("validate", "r");
            assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
            assertThat(result.err())
                    .contains("runbooks/r.yml:4:29: 'pair.taget' is undefined", "did you mean 'target'?")
                    .contains("runbooks/r.yml:4:61: 'target.instance.nope' is undefined", "text and has no fields")
                    .contains("runbooks/r.yml:5:26: 'm.zon' is undefined", "did you mean 'zone'?")
                    .contains("runbooks/r.yml:6:7: give either 'argv' or 'shell'")
                    .contains("runbooks/r.yml:7:7: give either 'msg' or 'var'")
                    .contains("runbooks/r.yml:8:7: 'set' sets nothing")
                    .contains("runbooks/r.yml:9:7: give either 'for' or 'prompt'")
                    .contains("runbooks/r.yml:10:31: unknown lookup 'sceret'", "did you mean 'secret'?")
                    .contains("runbooks/r.yml:11:50: not a regular expression")
                    .contains("runbooks/r.yml:12:28: '+' does not work between text and a whole number")
                    .contains("runbooks/r.yml:13:32: a condition must be true or false, not text")
                    .contains("runbooks/r.yml:14:22: 'that' has no condition")
                    .contains("runbooks/r.yml:16:46: 'failed_task.nam' is undefined")
                    .contains("runbooks/r.yml:2:24: 'first' depends on itself")
                    .contains("15 problems");
        }

        @Test
        void whatOnlyARunCanTellIsNoMistake() throws IOException {
            String runbook = """
                    - name: Play
                      vars: {m: {zone: a}, n: 0}
                      vars_prompt: [{name: asked, default: {deep: 1}}]
                      tasks:
                        - {debug: {msg: "{{ m.later }}"}, when: m.later is defined}
                        - {debug: {msg: "{{ 1 / n }}"}, when: n != 0}
                        - debug: {msg: "{{ m.later if 'later' in m else m.zone | default(pair.other | default('x')) }}"}
                        - set: {m: {later: b}}
                          when: false
                        - debug: {msg: "{{ asked.deep }} {{ source.user is none or target.databases | length > 0 }}"}
                        - {debug: {msg: "{{ pair['source'].instance.upper() ~ item.a }}"}, loop: [{a: 1}]}
                        - {debug: {msg: "{{ copies[0].source | default('none') }}"}}
                    """;
            for (String verb : new String[] {"validate", "run"}) {
                CommandResult result =
                        new ProjectFixture(folder).addRunbook("r", runbook).run(verb, "r");
                assertThat(result.exit()).as(result.out() + result.err()).isZero();
            }
        }

        @Test
        void anUndefinedNameIsFoundBeforeAnythingRunsAtItsColumn() throws IOException {
            assertMistake(
                    tasks("- debug: {msg: first}", "- debug: {msg: \"to {{ taget }}\"}"),
                    "runbooks/r.yml:4:27",
                    "'taget' is undefined",
                    "did you mean 'target'?");
        }

        @Test
        void aWrongArgumentIsFoundBeforeAnyTaskRuns() throws IOException {
            assertMistake(
                    tasks("- debug: {msg: first}", "- debug: {mesg: second}"),
                    "runbooks/r.yml:4:15",
                    "'debug' has no argument 'mesg'",
                    "did you mean 'msg'?");
        }

        @Test
        void aWrongTypeIsShownAtTheValueAndNotAtTheTask() throws IOException {
            assertMistake(
                    tasks("- name: Wait", "  pause: {for: soon}"), "runbooks/r.yml:4:20", "'for' must be a time span");
        }

        @Test
        void aGlobForKeysThatIsNoneIsFoundAtItsOwnPlace() throws IOException {
            String copy = "{source: {bucket: a}, target: {bucket: b}, include: [\"x\", \"{y\"]}";
            assertMistake(tasks("- s3-sync: {copies: [" + copy + "]}"), "runbooks/r.yml:3:84", "unbalanced braces");
            assertMistake(tasks("- s3-sync: {exclude: [\"{{ pair }}/\", \"a[\"]}"), "runbooks/r.yml:3:42", "missing ]");
        }

        @Test
        void allMistakesOfAllFilesAreReportedAtOnceWithTheLineAndACaret() throws IOException {
            CommandResult result = run("""
                    - name: All wrong
                      pairs: dmo
                      tsks: []
                      tasks:
                        - debgu: {msg: a}
                        - {debug: {mesg: b}, when: "{{ x }}"}
                        - debug: {msg: "{{ x | uper }} "}
                    """, "-t", "nope", "-l", "stagee", "-e", "=1");
            assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains("runbooks/r.yml:3:3", "unknown key 'tsks'", "did you mean 'tasks'?")
                    .contains("runbooks/r.yml:5:7", "'debgu'", "did you mean 'debug'?")
                    .contains("runbooks/r.yml:6:16", "did you mean 'msg'?")
                    .contains("runbooks/r.yml:6:33", "a condition is written without braces")
                    .contains("runbooks/r.yml:7:28", "unknown filter 'uper'", "did you mean 'upper'?")
                    .contains("-l:1:1", "'stagee' is neither a pair nor a group", "did you mean 'stage'?")
                    .contains("-e:1:1", "does not set a variable")
                    .contains("  ^");
        }
    }

    @Nested
    class SilentlyNothing25 {

        @Test
        void aPatternOfAPlayThatNamesNoPairIsAMistake() throws IOException {
            assertMistake(
                    "- pairs: nightli\n  tasks: [{debug: {msg: a}}]\n",
                    "runbooks/r.yml:1:10",
                    "'nightli' is neither a pair nor a group");
            assertMistake(
                    "- pairs: \"demo:!demo\"\n  tasks: [{debug: {msg: a}}]\n", "runbooks/r.yml:1:10", "names no pair");
        }

        @Test
        void aPatternOfAPlayMayNameNoPairWhenThePlaySaysSo() throws IOException {
            assertThat(run("- pairs: \"demo:!demo\"\n  allow_empty: true\n  tasks: [{debug: {msg: a}}]\n")
                            .exit())
                    .isZero();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                quoteCharacter = '"',
                value = {
                    "-t; databse; no play or task has the tag 'databse'; did you mean 'database'?",
                    "--skip-tags; databse; no play or task has the tag 'databse'; did you mean 'database'?",
                    "--from; sya; the runbook has no task 'sya'; did you mean 'say'?",
                    "-l; dmo; 'dmo' is neither a pair nor a group; did you mean 'demo'?",
                    "-l; demo:!demo; names no pair; known pairs: demo, stage",
                    "-i; nope; there is no inventory 'nope'; inventories/default.yml",
                })
        void aMistypedOptionRunsNothingAndSaysWhatThereIs(String option, String value, String said, String hint)
                throws IOException {
            CommandResult result = run("- {tags: database, tasks: [{name: Say, debug: {msg: a}}]}\n", option, value);
            assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err()).contains(said, hint);
            assertThat(result.out()).isEmpty();
        }

        @Test
        void aMissingRunbookInventoryOrFileOfVariablesIsAMistake() throws IOException {
            assertThat(new ProjectFixture(folder).run("run", "nope"))
                    .satisfies(result -> assertThat(result.exit()).isEqualTo(ExitCode.USAGE))
                    .satisfies(result -> assertThat(result.err()).contains("there is no runbook 'nope'"));
            assertMistake(
                    "- vars_files: [nope.yml]\n  tasks: [{debug: {msg: a}}]\n",
                    "runbooks/r.yml:1:16",
                    "there is no file 'nope.yml'");
            CommandResult ended = new ProjectFixture(folder)
                    .addRunbook("r", tasks("- debug: {msg: a}"))
                    .deleteInventory()
                    .run("run", "r");
            assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
            assertThat(ended.err()).contains("there is no inventory");
        }

        @Test
        void aKeyGivenTwiceIsAMistakeWithBothPlaces() throws IOException {
            assertMistake(
                    tasks("- debug: {msg: a}", "  when: false", "  when: true"),
                    "runbooks/r.yml:5:7",
                    "key 'when' is given twice, first at runbooks/r.yml:4:7");
        }
    }

    @Nested
    class GivenValues14 {

        private static final String RUNBOOK = """
                - vars: {number: 3, m: {a: 1}, text: a, flag: true, any: null}
                  vars_prompt: [{name: asked, default: a}]
                  tasks:
                    - debug: {msg: "{{ number | to_json }} {{ m | to_json }} {{ text }} {{ flag }} {{ any | to_json }} {{ asked }} {{ maybe | default('') | to_json }}"}
                """;

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                quoteCharacter = '"',
                value = {
                    "numbr=1; nothing reads the variable 'numbr'; did you mean 'number'?",
                    "number=abc; 'number' is a whole number at runbooks/r.yml:1:10, and -e gives text; give a whole number",
                    "m=5; 'm' is a mapping at runbooks/r.yml:1:21, and -e gives a whole number; give a mapping",
                    "flag=no; 'flag' is a boolean at runbooks/r.yml:1:41, and -e gives text; give a boolean",
                    "text=5; 'text' is text at runbooks/r.yml:1:32, and -e gives a whole number; text='5'",
                    "text=[1; '[1' is neither a list nor a mapping; -e \"text='[1'",
                })
        void aNameNothingReadsAndAValueOfAnotherKindAreMistakes(String given, String said, String hint)
                throws IOException {
            CommandResult result = run(RUNBOOK, "-e", given);
            assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err().replaceAll("\n +", " ")).contains(said).contains(hint);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                quoteCharacter = '"',
                value = {
                    "number=4.5",
                    "m={b: 2}",
                    "text='5'",
                    "any=5",
                    "asked=7",
                    "maybe=[1, 2]",
                    "old_prefix=o-",
                    "number=",
                    "@more.yml"
                })
        void whatFitsIsTakenAndAFileMayGiveMoreNames(String given) throws IOException {
            Files.writeString(folder.resolve("more.yml"), "{elsewhere: 1, number: 5}\n");
            CommandResult result = run(RUNBOOK, "-e", given);
            assertThat(result.exit()).as(result.out() + result.err()).isZero();
        }
    }

    @Nested
    class Traps26 {

        @Test
        void anExpressionWithoutQuotesGetsTheHintToQuoteIt() throws IOException {
            assertMistake(
                    tasks("- debug: {msg: {{ pair.name }}}"),
                    "runbooks/r.yml:3:20",
                    "must be quoted",
                    "\"{{ pair.name }}\"");
            assertMistake(
                    tasks("- debug:", "    msg: {{ pair.name }}-new"),
                    "runbooks/r.yml:4:14",
                    "must be quoted",
                    "\"{{ pair.name }}-new\"");
        }

        @ParameterizedTest
        @CsvSource({"yes", "no", "on", "off", "Yes", "y"})
        void wordsThatLookLikeBooleansAreTextAndRefusedWhereABooleanIsWanted(String word) throws IOException {
            assertThat(run(tasks("- debug: {msg: \"{{ x is string }} {{ x }}\"}", "  vars: {x: " + word + "}"))
                            .out())
                    .contains("true " + word);
            assertMistake(
                    tasks("- {debug: {msg: a}, ignore_errors: " + word + "}"),
                    "runbooks/r.yml:3:40",
                    "'ignore_errors' must be a boolean, not '" + word + "'",
                    "write true or false");
        }

        @Test
        void aFlagOfTheCommandLineThatIsFalseIsFalse() throws IOException {
            String runbook = tasks("- {debug: {msg: it ran}, when: flag}");
            assertThat(run(runbook, "-e", "flag=false").out()).doesNotContain("it ran");
            assertThat(run(runbook, "-e", "flag=true").out()).contains("it ran");
            CommandResult text = run(runbook, "-e", "flag=no");
            assertThat(text.exit()).isEqualTo(ExitCode.INVALID);
            assertThat(text.out()).contains("a condition must be true or false, not text");
        }

        @ParameterizedTest
        @CsvSource({
            "12:30, 12:30",
            "1:30:00, 1:30:00",
            "3.5, 3.5",
            "'''3.10''', 3.10",
            "1_000, 1_000",
            "2026-11-21, 2026-11-21",
            "~x, ~x",
            "=, =",
        })
        void numbersAndTimesAreWhatTheyLookLike(String written, String shown) throws IOException {
            assertThat(run(tasks("- debug: {msg: \"<{{ x }}>\"}", "  vars: {x: " + written + "}"))
                            .out())
                    .contains("<" + shown + ">");
        }

        @ParameterizedTest
        @CsvSource({
            "3.10, 3.1",
            "0777, 777",
            "012345678901, 12345678901",
            "1.0, 1.0",
            "0x1F, 31",
            "0o17, 15",
            "1e3, 1000.0",
            "680841e1, 6808410.0",
            "+49, 49",
            "-0, 0",
            ".5, 0.5",
            "5., 5.0",
            "12345678901234567890, 1.2345678901234567e+19",
        })
        void aNumberThatWouldLoseDigitsIsAMistakeUnlessItIsAnArgumentOfText(String written, String number)
                throws IOException {
            String vars = tasks("- debug: {msg: \"{{ x }}\"}", "  vars: {x: [" + written + "]}");
            if (written.equals(number)) {
                assertThat(run(vars).exit()).isZero();
            } else {
                assertMistake(
                        vars,
                        "runbooks/r.yml:4:18",
                        written + " as a number is " + number,
                        "'" + written + "' in quotes");
            }
            assertThat(run(tasks("- fail: {msg: " + written + "}")).out()).contains(written);
            assertThat(run(tasks("- debug: {msg: \"<{{ x }}>\"}"), "-e", "x='" + written + "'")
                            .out())
                    .contains("<" + written + ">");
        }

        @ParameterizedTest
        @CsvSource({
            "'- command: {argv: [echo, 0777]}', 4:30",
            "'- debug: {msg: hi}\n      environment: {MODE: 0777}', 5:27",
            "'- debug: {msg: hi}\n      loop: [0777]', 5:14",
            "'- debug: {msg: hi}\n      throttle: 0777', 5:17",
            "'- set: {x: {deep: [0777]}}', 4:24",
        })
        void itIsInEveryPlace(String task, String place) throws IOException {
            String runbook =
                    "- name: Play\n  vars_prompt: [{name: asked, default: 0777}]\n  tasks:\n    " + task + "\n";
            CommandResult result =
                    new ProjectFixture(folder).addRunbook("r", runbook).run("validate", "r");
            assertThat(result.err())
                    .contains("runbooks/r.yml:2:40: 0777 as a number is 777")
                    .contains("runbooks/r.yml:" + place + ": 0777 as a number is 777")
                    .contains("2 problems");
        }

        @Test
        void itIsInWhatOptionsAndInventoriesGive() throws IOException {
            ProjectFixture project = new ProjectFixture(folder).addRunbook("r", tasks("- debug: {msg: \"{{ x }}\"}"));
            assertThat(project.run("run", "r", "-e", "x=1e3").err()).contains("1e3 as a number is 1000.0");
            assertThat(project.run("run", "r", "-e", "{x: [0777]}").err()).contains("0777 as a number is 777");
            Files.writeString(folder.resolve("inventories/default.yml"), """
                    accounts: {main: {region: eu-west-1}}
                    pairs:
                      demo:
                        source: {instance: shop-prod}
                        target: {instance: shop-demo}
                        copies: [{source: {bucket: a, prefix: 2024.10}, target: {bucket: b}}]
                        vars: {x: 1}
                    """);
            assertThat(project.run("validate", "r").err())
                    .contains("inventories/default.yml:6:43: 2024.10 as a number is 2024.1");
        }

        @Test
        void aTextKeepsTheCharactersOfANumber() throws IOException {
            CommandResult result = run("""
                    - name: Play
                      tasks:
                        - {name: 3.10, debug: {msg: "{{ item }}"}, loop: [a], loop_control: {label: 0777}}
                    """);
            assertThat(result.out()).contains("3.10", "0777");
        }

        @Test
        void aConditionWithBracesIsAMistake() throws IOException {
            assertMistake(
                    tasks("- {debug: {msg: a}, when: \"{{ check }}\"}"),
                    "runbooks/r.yml:3:32",
                    "a condition is written without braces",
                    "remove {{ and }}");
        }

        @Test
        void undefinedIsNotNone() throws IOException {
            String vars = "  vars: {empty: null}";
            assertThat(run(tasks(
                                    "- debug: {msg: \"{{ empty is none }} {{ empty is defined }} {{ gone is defined }}\"}",
                                    vars))
                            .out())
                    .contains("true true false");
            assertMistake(
                    tasks("- debug: {msg: \"name-{{ empty }}\"}", vars),
                    "runbooks/r.yml:3:29",
                    "null cannot be inserted into text");
        }

        @Test
        void aTabAsIndentationIsSaidToBeOne() throws IOException {
            assertMistake("- name: x\n\ttasks: []\n", "runbooks/r.yml:2:1", "indent with spaces, not with tabs");
        }

        @Test
        void aColonInANameGetsTheHintToQuoteIt() throws IOException {
            assertMistake(
                    tasks("- name: Copy: the media", "  debug: {msg: a}"),
                    "runbooks/r.yml:3:17",
                    "put text that contains ': ' in quotes");
        }
    }

    private static String tasks(String... lines) {
        return "- name: Play\n  tasks:\n    " + String.join("\n    ", lines) + "\n";
    }

    private CommandResult run(String runbook, String... options) throws IOException {
        String[] words = new String[options.length + 2];
        words[0] = "run";
        words[1] = "r";
        System.arraycopy(options, 0, words, 2, options.length);
        return new ProjectFixture(folder).addRunbook("r", runbook).run(words);
    }

    /** {@code validate} reports the mistake, and {@code run} reports it before the first task. */
    private void assertMistake(String runbook, String place, String... said) throws IOException {
        for (String verb : new String[] {"validate", "run"}) {
            CommandResult result =
                    new ProjectFixture(folder).addRunbook("r", runbook).run(verb, "r");
            assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(ExitCode.INVALID);
            assertThat(result.err()).contains(place + ":").contains(said);
            assertThat(result.out()).isEmpty();
        }
    }
}
