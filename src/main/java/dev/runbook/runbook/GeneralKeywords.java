package dev.runbook.runbook;

import dev.runbook.runbook.Keyword.KeywordType;
import dev.runbook.runbook.Keyword.Place;
import java.util.List;
import java.util.Set;

/** The rows of the keyword table about what a task is, for which pairs it runs and its names. */
final class GeneralKeywords {

    static final List<Keyword> ALL = List.of(
            new Keyword(
                    "pairs",
                    Set.of(Place.PLAY),
                    KeywordType.NAME,
                    List.of(),
                    "Run the play for these pairs: names, groups or globs. Default: all.",
                    "- {pairs: \"all:!demo\", tasks: [{debug: {msg: hello}}]}"),
            new Keyword(
                    "allow_empty",
                    Set.of(Place.PLAY),
                    KeywordType.BOOL,
                    List.of(),
                    "Allow a pattern that matches no pair; otherwise this is an error.",
                    "- {pairs: \"nobody*\", allow_empty: true, tasks: [{debug: {msg: hello}}]}"),
            new Keyword(
                    "name",
                    Keyword.EVERYWHERE,
                    KeywordType.TEXT,
                    List.of(),
                    "Set the name shown on the screen and in reports; a task name may use expressions.",
                    "- {name: \"Greet {{ pair.name }}\", debug: {msg: hello}}"),
            new Keyword(
                    "id",
                    Set.of(Place.TASK, Place.HANDLER, Place.INCLUDE),
                    KeywordType.NAME,
                    List.of(),
                    "Set the name used by --from, notify and the journal. Default: derived from the name.",
                    "- {id: greet, debug: {msg: hello}}"),
            new Keyword(
                    "tasks",
                    Set.of(Place.PLAY, Place.TASK_FILE),
                    KeywordType.PARTS,
                    List.of(),
                    "Run these tasks in this order.",
                    "- {tasks: [{debug: {msg: first}}, {debug: {msg: second}}]}"),
            new Keyword(
                    "handlers",
                    Set.of(Place.PLAY),
                    KeywordType.HANDLERS,
                    List.of(),
                    "Run these tasks at the end of the play if they were notified, in this order, once each.",
                    "- {tasks: [{debug: {msg: new}, changed_when: true, notify: restart}], handlers: [{id: restart,"
                            + " debug: {msg: restarting}}]}"),
            new Keyword(
                    "when",
                    Keyword.PARTS,
                    KeywordType.CONDITIONS,
                    List.of(),
                    "Run only if true (all, if a list); evaluated per loop item.",
                    "- {debug: {msg: hello}, when: \"pair.name != 'other'\"}"),
            new Keyword(
                    "loop",
                    Set.of(Place.TASK, Place.HANDLER, Place.INCLUDE),
                    KeywordType.LIST,
                    List.of(),
                    "Run once per item; the item is available as item.",
                    "- {debug: {msg: \"{{ item }}\"}, loop: [one, two]}"),
            new Keyword(
                    "loop_control",
                    Set.of(Place.TASK, Place.HANDLER, Place.INCLUDE),
                    KeywordType.LOOP_CONTROL,
                    List.of(),
                    "Set the variable names and rules of the loop.",
                    "- {debug: {msg: \"{{ bucket }}\"}, loop: [one, two], loop_control: {loop_var: bucket}}"),
            new Keyword(
                    "loop_var",
                    Set.of(Place.LOOP_CONTROL),
                    KeywordType.NAME,
                    List.of(),
                    "Name the variable that holds the item. Default: item.",
                    "- {debug: {msg: \"{{ bucket }}\"}, loop: [one], loop_control: {loop_var: bucket}}"),
            new Keyword(
                    "index_var",
                    Set.of(Place.LOOP_CONTROL),
                    KeywordType.NAME,
                    List.of(),
                    "Name the variable that holds the number of the item, counted from 0.",
                    "- {debug: {msg: \"{{ i }}: {{ item }}\"}, loop: [one], loop_control: {index_var: i}}"),
            new Keyword(
                    "label",
                    Set.of(Place.LOOP_CONTROL),
                    KeywordType.TEXT,
                    List.of(),
                    "Show this for an item instead of the whole item.",
                    "- {debug: {msg: hello}, loop: [{id: 1}], loop_control: {label: \"{{ item.id }}\"}}"),
            new Keyword(
                    "on_error",
                    Set.of(Place.LOOP_CONTROL),
                    KeywordType.NAME,
                    List.of("stop", "continue"),
                    "Stop at a failed item, or continue with the next one; the task fails in both cases. Default: stop.",
                    "- {debug: {msg: \"{{ item }}\"}, loop: [one, two], loop_control: {on_error: continue}}"),
            new Keyword(
                    "register",
                    Keyword.TASKS,
                    KeywordType.NAME,
                    List.of(),
                    "Store the result in this variable for later tasks: changed, failed, skipped, msg; if the task ran, also attempts"
                            + " and warnings; its diff if shown; and the fields listed on the module's page.",
                    "- {debug: {msg: hello}, register: greeting}"),
            new Keyword(
                    "vars",
                    Keyword.EVERYWHERE,
                    KeywordType.VALUES,
                    List.of(),
                    "Set variables for this part of the runbook; each may use others.",
                    "- {debug: {msg: \"{{ word }}\"}, vars: {word: hello}}"),
            new Keyword(
                    "vars_files",
                    Set.of(Place.PLAY),
                    KeywordType.NAMES,
                    List.of(),
                    "Read variables from these files, relative to the folder of the runbook.",
                    "- {vars_files: [vars.yml], tasks: [{debug: {msg: \"{{ word }}\"}}]}"),
            new Keyword(
                    "vars_prompt",
                    Set.of(Place.PLAY),
                    KeywordType.PROMPTS,
                    List.of(),
                    "Prompt for these variables before the first task, unless -e sets them.",
                    "- {vars_prompt: [{name: reason, prompt: \"Why?\", secret: false, default: nightly}], tasks:"
                            + " [{debug: {msg: \"{{ reason }}\"}}]}"),
            new Keyword(
                    "name",
                    Set.of(Place.PROMPT),
                    KeywordType.NAME,
                    List.of(),
                    "Name the variable.",
                    "- {vars_prompt: [{name: reason, prompt: \"Why?\", default: nightly}], tasks: [{debug: {msg: \"{{"
                            + " reason }}\"}}]}"),
            new Keyword(
                    "prompt",
                    Set.of(Place.PROMPT),
                    KeywordType.NAME,
                    List.of(),
                    "Ask this question. Default: the name of the variable.",
                    "- {vars_prompt: [{name: reason, prompt: \"Why?\", default: nightly}], tasks: [{debug: {msg: \"{{"
                            + " reason }}\"}}]}"),
            new Keyword(
                    "secret",
                    Set.of(Place.PROMPT),
                    KeywordType.BOOL,
                    List.of(),
                    "Hide the answer, also in all later output and when -e sets it. Default: true.",
                    "- {vars_prompt: [{name: reason, secret: false, default: nightly}], tasks: [{debug: {msg: \"{{"
                            + " reason }}\"}}]}"),
            new Keyword(
                    "default",
                    Set.of(Place.PROMPT, Place.INPUT),
                    KeywordType.VALUE,
                    List.of(),
                    "Use this value if none is given.",
                    "- {vars_prompt: [{name: reason, default: nightly}], tasks: [{debug: {msg: hello}}]}"),
            new Keyword(
                    "tags",
                    Keyword.EVERYWHERE,
                    KeywordType.NAMES,
                    List.of(),
                    "Add tags for -t and --skip-tags; always and never have special meanings.",
                    "- {debug: {msg: hello}, tags: [talk]}"));

    private GeneralKeywords() {}
}
