package dev.runbook.runbook;

import dev.runbook.runbook.Keyword.Form;
import dev.runbook.runbook.Keyword.Place;
import java.util.List;
import java.util.Set;

/** The rest of the table of keywords: how tasks are carried out, and what follows from how they end. */
final class ConductKeywords {

    static final List<Keyword> ALL = List.of(
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
                    "What is done at the end of the block whatever happened, after an interruption too. A block that has failed begins anew when the run is continued.",
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
                    TaskFile.TYPES,
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
                    Keyword.PARTS,
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
                    Keyword.TASKS,
                    Form.CONDITIONS,
                    List.of(),
                    "Takes the place of the module's own verdict; the result is called result.",
                    "- {debug: {msg: hello}, failed_when: \"result.msg is not defined\"}"),
            new Keyword(
                    "changed_when",
                    Keyword.TASKS,
                    Form.CONDITIONS,
                    List.of(),
                    "Takes the place of whether anything was changed.",
                    "- {debug: {msg: hello}, changed_when: true}"),
            new Keyword(
                    "ignore_errors",
                    Keyword.PARTS,
                    Form.BOOL,
                    List.of(),
                    "Whether the run goes on when it fails; never for a refusal or a mistake in writing.",
                    "- {fail: {msg: no matter}, ignore_errors: true}"),
            new Keyword(
                    "retry",
                    Keyword.TASKS,
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
                    "on",
                    Set.of(Place.RETRY),
                    Form.CODES,
                    List.of(),
                    "The only error codes of AWS after which a failure is tried again; an unmet until always is.",
                    "- {debug: {msg: hello}, retry: {max_attempts: 3, on: [Throttling, SnapshotQuotaExceeded]}}"),
            new Keyword(
                    "timeout",
                    Keyword.PARTS,
                    Form.DURATION,
                    List.of(),
                    "How long it may take; then it fails, and what AWS has begun goes on.",
                    "- {debug: {msg: hello}, timeout: 90s}"),
            new Keyword(
                    "capacity_timeout",
                    Keyword.EVERYWHERE,
                    Form.DURATION,
                    List.of(),
                    "How long AWS may refuse a call for want of capacity, or because of a state that shows no work; then it"
                            + " fails. 1h when not given.",
                    "- {debug: {msg: hello}, capacity_timeout: 20m}"),
            new Keyword(
                    "environment",
                    Keyword.EVERYWHERE,
                    Form.VALUES,
                    List.of(),
                    "Environment variables of the programs that it runs.",
                    "- {debug: {msg: hello}, environment: {PGHOST: localhost}}"),
            new Keyword(
                    "module_defaults",
                    Keyword.EVERYWHERE,
                    Form.DEFAULTS,
                    List.of(),
                    "Arguments of every task of a module that does not give them itself.",
                    "- {module_defaults: {debug: {msg: hello}}, tasks: [{debug: {}}]}"),
            new Keyword(
                    "check_mode",
                    Keyword.EVERYWHERE,
                    Form.BOOL,
                    List.of(),
                    "true: only predicted, in a run too; false: carried out in a check too, which only command and"
                            + " what touches nothing may be.",
                    "- {debug: {msg: hello}, check_mode: true}"),
            new Keyword(
                    "diff",
                    Keyword.EVERYWHERE,
                    Form.BOOL,
                    List.of(),
                    "Whether what a change makes different is shown, whatever --diff says.",
                    "- {debug: {msg: hello}, diff: true}"),
            new Keyword(
                    "no_log",
                    Keyword.EVERYWHERE,
                    Form.BOOL,
                    List.of(),
                    "Whether all that it yields is secret, here and wherever it goes from here; so is what -e gives for it alone.",
                    "- {debug: {msg: hello}, no_log: true}"),
            new Keyword(
                    "run_once",
                    Keyword.EVERYWHERE,
                    Form.BOOL,
                    List.of(),
                    "Whether it is done once for all pairs; the others get its result.",
                    "- {debug: {msg: hello}, run_once: true}"),
            new Keyword(
                    "throttle",
                    Keyword.EVERYWHERE,
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

    private ConductKeywords() {}
}
