package dev.runbook.runbook;

import dev.runbook.runbook.Keyword.Form;
import dev.runbook.runbook.Keyword.Place;
import java.util.List;
import java.util.Set;

/** The table of keywords: what a task is, whom it is for, and its names. */
final class Keywords {

    static final List<Keyword> ALL = List.of(
            new Keyword(
                    "pairs",
                    Set.of(Place.PLAY),
                    Form.NAME,
                    List.of(),
                    "The pairs of the play: names, groups, globs; all when it does not say.",
                    "- {pairs: \"all:!demo\", tasks: [{debug: {msg: hello}}]}"),
            new Keyword(
                    "allow_empty",
                    Set.of(Place.PLAY),
                    Form.BOOL,
                    List.of(),
                    "Whether the pattern may name no pair; otherwise that is an error.",
                    "- {pairs: \"nobody*\", allow_empty: true, tasks: [{debug: {msg: hello}}]}"),
            new Keyword(
                    "name",
                    Keyword.EVERYWHERE,
                    Form.TEXT,
                    List.of(),
                    "What it is called on the screen and in reports; a task may use expressions.",
                    "- {name: \"Greet {{ pair.name }}\", debug: {msg: hello}}"),
            new Keyword(
                    "id",
                    Set.of(Place.TASK, Place.HANDLER, Place.INCLUDE),
                    Form.NAME,
                    List.of(),
                    "What it is called by --from, notify and the journal; made from the name when not given.",
                    "- {id: greet, debug: {msg: hello}}"),
            new Keyword(
                    "tasks",
                    Set.of(Place.PLAY, Place.TASK_FILE),
                    Form.PARTS,
                    List.of(),
                    "What is done, in this order.",
                    "- {tasks: [{debug: {msg: first}}, {debug: {msg: second}}]}"),
            new Keyword(
                    "handlers",
                    Set.of(Place.PLAY),
                    Form.HANDLERS,
                    List.of(),
                    "Tasks that are done at the end of the play when they have been notified, in their own order,"
                            + " once.",
                    "- {tasks: [{debug: {msg: new}, changed_when: true, notify: restart}], handlers: [{id: restart,"
                            + " debug: {msg: restarting}}]}"),
            new Keyword(
                    "when",
                    Keyword.PARTS,
                    Form.CONDITIONS,
                    List.of(),
                    "Does it only if this is true; of a list, if all are; for each item of a loop anew.",
                    "- {debug: {msg: hello}, when: \"pair.name != 'other'\"}"),
            new Keyword(
                    "loop",
                    Set.of(Place.TASK, Place.HANDLER, Place.INCLUDE),
                    Form.LIST,
                    List.of(),
                    "Does it once for each item, which is called item.",
                    "- {debug: {msg: \"{{ item }}\"}, loop: [one, two]}"),
            new Keyword(
                    "loop_control",
                    Set.of(Place.TASK, Place.HANDLER, Place.INCLUDE),
                    Form.LOOP_CONTROL,
                    List.of(),
                    "Names and rules of the loop.",
                    "- {debug: {msg: \"{{ bucket }}\"}, loop: [one, two], loop_control: {loop_var: bucket}}"),
            new Keyword(
                    "loop_var",
                    Set.of(Place.LOOP_CONTROL),
                    Form.NAME,
                    List.of(),
                    "What an item is called instead of item.",
                    "- {debug: {msg: \"{{ bucket }}\"}, loop: [one], loop_control: {loop_var: bucket}}"),
            new Keyword(
                    "index_var",
                    Set.of(Place.LOOP_CONTROL),
                    Form.NAME,
                    List.of(),
                    "What the number of an item is called; counts from 0.",
                    "- {debug: {msg: \"{{ i }}: {{ item }}\"}, loop: [one], loop_control: {index_var: i}}"),
            new Keyword(
                    "label",
                    Set.of(Place.LOOP_CONTROL),
                    Form.TEXT,
                    List.of(),
                    "What is shown for an item instead of all of it.",
                    "- {debug: {msg: hello}, loop: [{id: 1}], loop_control: {label: \"{{ item.id }}\"}}"),
            new Keyword(
                    "on_error",
                    Set.of(Place.LOOP_CONTROL),
                    Form.NAME,
                    List.of("stop", "continue"),
                    "Whether the items after a failed one are still worked on; the task fails all the same.",
                    "- {debug: {msg: \"{{ item }}\"}, loop: [one, two], loop_control: {on_error: continue}}"),
            new Keyword(
                    "register",
                    Keyword.TASKS,
                    Form.NAME,
                    List.of(),
                    "Gives the result a name for the tasks that follow: changed, failed, skipped, msg, of a task carried out"
                            + " attempts and warnings too, its diff when that is shown, and what the module's page lists.",
                    "- {debug: {msg: hello}, register: greeting}"),
            new Keyword(
                    "vars",
                    Keyword.EVERYWHERE,
                    Form.VALUES,
                    List.of(),
                    "Variables for what is inside; each may name others.",
                    "- {debug: {msg: \"{{ word }}\"}, vars: {word: hello}}"),
            new Keyword(
                    "vars_files",
                    Set.of(Place.PLAY),
                    Form.NAMES,
                    List.of(),
                    "Files of variables, from the folder of the runbook.",
                    "- {vars_files: [vars.yml], tasks: [{debug: {msg: \"{{ word }}\"}}]}"),
            new Keyword(
                    "vars_prompt",
                    Set.of(Place.PLAY),
                    Form.PROMPTS,
                    List.of(),
                    "Variables that a person is asked for before the first task, unless -e gives them.",
                    "- {vars_prompt: [{name: reason, prompt: \"Why?\", secret: false, default: nightly}], tasks:"
                            + " [{debug: {msg: \"{{ reason }}\"}}]}"),
            new Keyword(
                    "name",
                    Set.of(Place.PROMPT),
                    Form.NAME,
                    List.of(),
                    "The variable.",
                    "- {vars_prompt: [{name: reason, prompt: \"Why?\", default: nightly}], tasks: [{debug: {msg: \"{{"
                            + " reason }}\"}}]}"),
            new Keyword(
                    "prompt",
                    Set.of(Place.PROMPT),
                    Form.NAME,
                    List.of(),
                    "The question; the name when not given.",
                    "- {vars_prompt: [{name: reason, prompt: \"Why?\", default: nightly}], tasks: [{debug: {msg: \"{{"
                            + " reason }}\"}}]}"),
            new Keyword(
                    "secret",
                    Set.of(Place.PROMPT),
                    Form.BOOL,
                    List.of(),
                    "Whether the answer is hidden, now and in everything shown later, also when -e gives it; true when not given.",
                    "- {vars_prompt: [{name: reason, secret: false, default: nightly}], tasks: [{debug: {msg: \"{{"
                            + " reason }}\"}}]}"),
            new Keyword(
                    "default",
                    Set.of(Place.PROMPT, Place.INPUT),
                    Form.VALUE,
                    List.of(),
                    "What is taken when nothing is given.",
                    "- {vars_prompt: [{name: reason, default: nightly}], tasks: [{debug: {msg: hello}}]}"),
            new Keyword(
                    "tags",
                    Keyword.EVERYWHERE,
                    Form.NAMES,
                    List.of(),
                    "Words by which -t and --skip-tags choose; always and never have a meaning of their own.",
                    "- {debug: {msg: hello}, tags: [talk]}"));

    private Keywords() {}
}
