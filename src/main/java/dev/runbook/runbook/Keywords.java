package dev.runbook.runbook;

import dev.runbook.runbook.Keyword.Form;
import dev.runbook.runbook.Keyword.Place;
import java.util.List;
import java.util.Set;

/** The table of keywords. */
final class Keywords {

    private static final Set<Place> TASKS = Set.of(Place.TASK, Place.HANDLER);
    private static final Set<Place> PARTS = Set.of(Place.TASK, Place.HANDLER, Place.BLOCK, Place.INCLUDE);
    private static final Set<Place> EVERYWHERE =
            Set.of(Place.PLAY, Place.TASK, Place.HANDLER, Place.BLOCK, Place.INCLUDE);

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
                    EVERYWHERE,
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
                    PARTS,
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
                    TASKS,
                    Form.NAME,
                    List.of(),
                    "Gives the result a name for the tasks that follow.",
                    "- {debug: {msg: hello}, register: greeting}"),
            new Keyword(
                    "vars",
                    EVERYWHERE,
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
                    "Whether the answer is hidden, now and in everything shown later; true when not given.",
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
                    EVERYWHERE,
                    Form.NAMES,
                    List.of(),
                    "Words by which -t and --skip-tags choose; always and never have a meaning of their own.",
                    "- {debug: {msg: hello}, tags: [talk]}"),
            new Keyword(
                    "block",
                    Set.of(Place.BLOCK),
                    Form.PARTS,
                    List.of(),
                    "Tasks that share keywords and fail together.",
                    "- {block: [{debug: {msg: one}}, {debug: {msg: two}}], when: not check}"),
            new Keyword(
                    "rescue",
                    Set.of(Place.BLOCK),
                    Form.PARTS,
                    List.of(),
                    "What is done when a task of the block fails; the failure then counts as rescued. Knows"
                            + " failed_task and failed_result.",
                    "- {block: [{fail: {msg: broken}}], rescue: [{debug: {msg: \"{{ failed_task.id }} said {{"
                            + " failed_result.msg }}\"}}]}"),
            new Keyword(
                    "always",
                    Set.of(Place.BLOCK),
                    Form.PARTS,
                    List.of(),
                    "What is done at the end of the block whatever happened, after an interruption too.",
                    "- {block: [{debug: {msg: work}}], always: [{debug: {msg: tidy up}}]}"),
            new Keyword(
                    "include",
                    Set.of(Place.INCLUDE),
                    Form.NAME,
                    List.of(),
                    "A file of tasks, from the folder of the file it stands in; once, or for each item of a loop.",
                    "- {include: say.yml, inputs: {text: hello}}"),
            new Keyword(
                    "inputs",
                    Set.of(Place.INCLUDE),
                    Form.VALUES,
                    List.of(),
                    "Values for the names that the file declares.",
                    "- {include: say.yml, inputs: {text: \"{{ item }}\"}, loop: [one, two]}"),
            new Keyword(
                    "inputs",
                    Set.of(Place.TASK_FILE),
                    Form.INPUTS,
                    List.of(),
                    "The names that whoever includes the file may give a value.",
                    "{inputs: {text: {type: text}}, tasks: [{debug: {msg: \"{{ text }}\"}}]}"),
            new Keyword(
                    "type",
                    Set.of(Place.INPUT),
                    Form.NAME,
                    List.of("text", "whole", "boolean", "duration", "list", "mapping", "any"),
                    "The type of the value.",
                    "{inputs: {count: {type: whole, default: 3}}, tasks: [{debug: {msg: \"{{ count }}\"}}]}"),
            new Keyword(
                    "required",
                    Set.of(Place.INPUT),
                    Form.BOOL,
                    List.of(),
                    "Whether it must be given; without a default it must, unless this says otherwise.",
                    "{inputs: {text: {required: false}}, tasks: [{debug: {msg: \"{{ text | default('nothing')"
                            + " }}\"}}]}"),
            new Keyword(
                    "doc",
                    Set.of(Place.INPUT),
                    Form.NAME,
                    List.of(),
                    "What it is for.",
                    "{inputs: {text: {doc: What to say., default: hello}}, tasks: [{debug: {msg: \"{{ text }}\"}}]}"),
            new Keyword(
                    "notify",
                    PARTS,
                    Form.NAMES,
                    List.of(),
                    "Handlers to do later when this has changed something: their ids, names or topics.",
                    "- {tasks: [{debug: {msg: new}, changed_when: true, notify: [restart]}], handlers: [{id: restart,"
                            + " debug: {msg: restarting}}]}"),
            new Keyword(
                    "listen",
                    Set.of(Place.HANDLER),
                    Form.NAMES,
                    List.of(),
                    "Topics that notify this handler too.",
                    "- {tasks: [{debug: {msg: new}, changed_when: true, notify: new data}], handlers: [{id: restart,"
                            + " listen: new data, debug: {msg: restarting}}]}"),
            new Keyword(
                    "critical",
                    Set.of(Place.HANDLER),
                    Form.BOOL,
                    List.of(),
                    "Whether it is done, once notified, even when a later task fails.",
                    "- {tasks: [{debug: {msg: new}, changed_when: true, notify: restart}], handlers: [{id: restart,"
                            + " critical: true, debug: {msg: restarting}}]}"),
            new Keyword(
                    "force_handlers",
                    Set.of(Place.PLAY),
                    Form.BOOL,
                    List.of(),
                    "Whether all notified handlers are done even when a later task fails.",
                    "- {force_handlers: true, tasks: [{debug: {msg: hello}}]}"),
            new Keyword(
                    "failed_when",
                    TASKS,
                    Form.CONDITIONS,
                    List.of(),
                    "Takes the place of the module's own verdict; the result is called result.",
                    "- {debug: {msg: hello}, failed_when: \"result.msg is not defined\"}"),
            new Keyword(
                    "changed_when",
                    TASKS,
                    Form.CONDITIONS,
                    List.of(),
                    "Takes the place of whether anything was changed.",
                    "- {debug: {msg: hello}, changed_when: true}"),
            new Keyword(
                    "ignore_errors",
                    PARTS,
                    Form.BOOL,
                    List.of(),
                    "Whether the run goes on when it fails; never for a refusal or a mistake in writing.",
                    "- {fail: {msg: no matter}, ignore_errors: true}"),
            new Keyword(
                    "retry",
                    TASKS,
                    Form.RETRY,
                    List.of(),
                    "How often and how quickly it is tried again.",
                    "- {debug: {msg: hello}, retry: {max_attempts: 3, delay: 30s, backoff: exponential}}"),
            new Keyword(
                    "max_attempts",
                    Set.of(Place.RETRY),
                    Form.WHOLE,
                    List.of(),
                    "How often it is carried out at most, the first time included.",
                    "- {debug: {msg: hello}, retry: {max_attempts: 3}}"),
            new Keyword(
                    "delay",
                    Set.of(Place.RETRY),
                    Form.DURATION,
                    List.of(),
                    "How long to wait before the next attempt; 5s when not given.",
                    "- {debug: {msg: hello}, retry: {max_attempts: 3, delay: 30s}}"),
            new Keyword(
                    "backoff",
                    Set.of(Place.RETRY),
                    Form.NAME,
                    List.of("constant", "exponential"),
                    "Whether the delay stays or doubles.",
                    "- {debug: {msg: hello}, retry: {max_attempts: 3, backoff: exponential}}"),
            new Keyword(
                    "until",
                    Set.of(Place.RETRY),
                    Form.CONDITIONS,
                    List.of(),
                    "What must hold for it to be done; the result is called result.",
                    "- {debug: {msg: hello}, retry: {max_attempts: 3, until: result is succeeded}}"),
            new Keyword(
                    "timeout",
                    PARTS,
                    Form.DURATION,
                    List.of(),
                    "How long it may take; then it fails, and what AWS has begun goes on.",
                    "- {debug: {msg: hello}, timeout: 90s}"),
            new Keyword(
                    "environment",
                    EVERYWHERE,
                    Form.VALUES,
                    List.of(),
                    "Environment variables of the programs that it runs.",
                    "- {debug: {msg: hello}, environment: {PGHOST: localhost}}"),
            new Keyword(
                    "module_defaults",
                    EVERYWHERE,
                    Form.DEFAULTS,
                    List.of(),
                    "Arguments of every task of a module that does not give them itself.",
                    "- {module_defaults: {debug: {msg: hello}}, tasks: [{debug: {}}]}"),
            new Keyword(
                    "check_mode",
                    EVERYWHERE,
                    Form.BOOL,
                    List.of(),
                    "true: only predicted, in a run too; false: carried out in a check too, which only command and"
                            + " what touches nothing may be.",
                    "- {debug: {msg: hello}, check_mode: true}"),
            new Keyword(
                    "diff",
                    EVERYWHERE,
                    Form.BOOL,
                    List.of(),
                    "Whether what a change makes different is shown, whatever --diff says.",
                    "- {debug: {msg: hello}, diff: true}"),
            new Keyword(
                    "no_log",
                    EVERYWHERE,
                    Form.BOOL,
                    List.of(),
                    "Whether all that it yields is secret, here and wherever it goes from here.",
                    "- {debug: {msg: hello}, no_log: true}"),
            new Keyword(
                    "run_once",
                    EVERYWHERE,
                    Form.BOOL,
                    List.of(),
                    "Whether it is done once for all pairs; the others get its result.",
                    "- {debug: {msg: hello}, run_once: true}"),
            new Keyword(
                    "throttle",
                    EVERYWHERE,
                    Form.WHOLE,
                    List.of(),
                    "How many pairs may work on it at the same time.",
                    "- {debug: {msg: hello}, throttle: 2}"),
            new Keyword(
                    "serial",
                    Set.of(Place.PLAY),
                    Form.BATCHES,
                    List.of(),
                    "How many pairs go through the play at the same time: a number, a percentage, or a list for batch"
                            + " after batch.",
                    "- {serial: [1, \"50%\"], tasks: [{debug: {msg: hello}}]}"),
            new Keyword(
                    "lockstep",
                    Set.of(Place.PLAY),
                    Form.BOOL,
                    List.of(),
                    "Whether no pair begins a task before all have ended the one before.",
                    "- {lockstep: true, tasks: [{debug: {msg: hello}}]}"),
            new Keyword(
                    "any_errors_fatal",
                    Set.of(Place.PLAY),
                    Form.BOOL,
                    List.of(),
                    "Whether the first failure stops all pairs.",
                    "- {any_errors_fatal: true, tasks: [{debug: {msg: hello}}]}"));

    private Keywords() {}
}
