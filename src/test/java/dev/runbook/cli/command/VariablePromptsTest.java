package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.project.MissingSecrets;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.ProjectFileFinder;
import dev.runbook.engine.Modules;
import dev.runbook.expression.Value;
import dev.runbook.runbook.Selection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A prompt of a play is asked once, and only if its variable is used. */
class VariablePromptsTest {

    @TempDir
    Path folder;

    private final StringWriter shown = new StringWriter();

    @BeforeEach
    void makeAProject() throws IOException {
        new ProjectFixture(folder).addRunbook("job", """
                - vars_prompt: [{name: pin, prompt: Which pin, secret: false}, {name: door, prompt: Which door, secret: false}]
                  tasks: [{debug: {msg: "{{ pin }} {{ door }}"}}]
                """);
    }

    @Test
    void anAnswerServesTheCheckAndTheRunAfterIt() throws Exception {
        ConsolePrompt consolePrompt = typing("17\nred\n18\nblue\n");
        Map<String, Value> answers = new VariablePrompts(consolePrompt, Map.of()).answers(project(), name -> true);
        assertThat(answers).isEqualTo(Map.of("pin", new Value.Whole(17), "door", new Value.Text("red")));
        assertThat(new VariablePrompts(consolePrompt, answers).answers(project(), name -> true))
                .isEqualTo(answers);
        assertThat(shown).hasToString("Which pin: Which door: ");
    }

    @Test
    void anAnswerThatAsANumberWouldBeAnotherOneIsText() throws Exception {
        ConsolePrompt consolePrompt = typing("0755\n1e3\n");
        assertThat(new VariablePrompts(consolePrompt, Map.of()).answers(project(), name -> true))
                .isEqualTo(Map.of("pin", new Value.Text("0755"), "door", new Value.Text("1e3")));
    }

    @Test
    void whatNothingUsesIsNotAskedFor() throws Exception {
        VariablePrompts prompts = new VariablePrompts(typing("red\n"), Map.of());
        assertThat(prompts.answers(project(), "door"::equals)).isEqualTo(Map.of("door", new Value.Text("red")));
        assertThat(shown).hasToString("Which door: ");
    }

    private ConsolePrompt typing(String text) {
        return new ConsolePrompt(surroundings(text), new ConsolePrompt.PromptMode(false, true, false), asking -> {});
    }

    private Project project() throws Exception {
        Project.ProjectRequest request = new Project.ProjectRequest(
                "job",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                MissingSecrets.none(),
                Selection.Request.everything());
        return Project.read(request, new ProjectFileFinder(surroundings("")), Modules.discover());
    }

    private ProcessContext surroundings(String typed) {
        return new ProcessContext(
                folder,
                folder,
                Map.of(),
                new PrintWriter(shown),
                new PrintWriter(shown),
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
    }
}
