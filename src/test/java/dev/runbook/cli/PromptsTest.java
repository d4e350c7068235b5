package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
class PromptsTest {

    @TempDir
    Path folder;

    private final StringWriter shown = new StringWriter();

    @BeforeEach
    void makeAProject() throws IOException {
        new SmallProject(folder).with("job", """
                - vars_prompt: [{name: pin, prompt: Which pin, secret: false}, {name: door, prompt: Which door, secret: false}]
                  tasks: [{debug: {msg: "{{ pin }} {{ door }}"}}]
                """);
    }

    @Test
    void anAnswerServesTheCheckAndTheRunAfterIt() throws Exception {
        Conversation conversation = typing("17\nred\n18\nblue\n");
        Map<String, Value> answers = new Prompts(conversation, Map.of()).answers(project(), name -> true);
        assertThat(answers).isEqualTo(Map.of("pin", new Value.Whole(17), "door", new Value.Text("red")));
        assertThat(new Prompts(conversation, answers).answers(project(), name -> true))
                .isEqualTo(answers);
        assertThat(shown).hasToString("Which pin: Which door: ");
    }

    @Test
    void anAnswerThatAsANumberWouldBeAnotherOneIsText() throws Exception {
        Conversation conversation = typing("0755\n1e3\n");
        assertThat(new Prompts(conversation, Map.of()).answers(project(), name -> true))
                .isEqualTo(Map.of("pin", new Value.Text("0755"), "door", new Value.Text("1e3")));
    }

    @Test
    void whatNothingUsesIsNotAskedFor() throws Exception {
        Prompts prompts = new Prompts(typing("red\n"), Map.of());
        assertThat(prompts.answers(project(), "door"::equals)).isEqualTo(Map.of("door", new Value.Text("red")));
        assertThat(shown).hasToString("Which door: ");
    }

    private Conversation typing(String text) {
        return new Conversation(surroundings(text), new Conversation.Manner(false, true, false), asking -> {});
    }

    private Project project() throws Exception {
        Project.Request request = new Project.Request(
                "job", Optional.empty(), Optional.empty(), List.of(), Absent.none(), Selection.Request.everything());
        return Project.read(request, new Finder(surroundings("")), Modules.discover());
    }

    private Surroundings surroundings(String typed) {
        return new Surroundings(
                folder,
                folder,
                Map.of(),
                new PrintWriter(shown),
                new PrintWriter(shown),
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
    }
}
