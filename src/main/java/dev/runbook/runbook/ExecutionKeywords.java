package dev.runbook.runbook;

import dev.runbook.runbook.Keyword.KeywordType;
import dev.runbook.runbook.Keyword.Place;
import java.util.List;
import java.util.Set;

/** The rows of the keyword table about how tasks run and how their results are used. */
final class ExecutionKeywords {

    static final List<Keyword> ALL = List.of(
            new Keyword(
                    "block",
                    Set.of(Place.BLOCK),
                    KeywordType.PARTS,
                    List.of(),
                    "Group tasks that share keywords and error handling.",
                    "- {block: [{debug: {msg: one}}, {debug: {msg: two}}], when: not check}"),
            new Keyword(
                    "rescue",
                    Set.of(Place.BLOCK),
                    KeywordType.PARTS,
                    List.of(),
                    "Run these tasks if a task of the block fails; the failure then counts as rescued. They can use"
                            + " failed_task and failed_result.",
                    "- {block: [{fail: {msg: broken}}], rescue: [{debug: {msg: \"{{ failed_task.id }} said {{"
                            + " failed_result.msg }}\"}}]}"),
            new Keyword(
                    "always",
                    Set.of(Place.BLOCK),
                    KeywordType.PARTS,
                    List.of(),
                    "Run these tasks at the end of the block in every case, also after an interruption. A failed block restarts from its first task on resume.",
                    "- {block: [{debug: {msg: work}}], always: [{debug: {msg: tidy up}}]}"),
            new Keyword(
                    "include",
                    Set.of(Place.INCLUDE),
                    KeywordType.NAME,
                    List.of(),
                    "Run the tasks of this file, once or per loop item; the path is relative to the including file.",
                    "- {include: say.yml, inputs: {text: hello}}"),
            new Keyword(
                    "inputs",
                    Set.of(Place.INCLUDE),
                    KeywordType.VALUES,
                    List.of(),
                    "Set the inputs that the file declares.",
                    "- {include: say.yml, inputs: {text: \"{{ item }}\"}, loop: [one, two]}"),
            new Keyword(
                    "inputs",
                    Set.of(Place.TASK_FILE),
                    KeywordType.INPUTS,
                    List.of(),
                    "Declare the inputs that an include can set.",
                    "{inputs: {text: {type: text}}, tasks: [{debug: {msg: \"{{ text }}\"}}]}"),
            new Keyword(
                    "type",
                    Set.of(Place.INPUT),
                    KeywordType.NAME,
                    TaskFile.TYPES,
                    "Set the type of the input.",
                    "{inputs: {count: {type: whole, default: 3}}, tasks: [{debug: {msg: \"{{ count }}\"}}]}"),
            new Keyword(
                    "required",
                    Set.of(Place.INPUT),
                    KeywordType.BOOL,
                    List.of(),
                    "Require a value. Default: true, or false if the input has a default.",
                    "{inputs: {text: {required: false}}, tasks: [{debug: {msg: \"{{ text | default('nothing')"
                            + " }}\"}}]}"),
            new Keyword(
                    "doc",
                    Set.of(Place.INPUT),
                    KeywordType.NAME,
                    List.of(),
                    "Describe the input.",
                    "{inputs: {text: {doc: What to say., default: hello}}, tasks: [{debug: {msg: \"{{ text }}\"}}]}"),
            new Keyword(
                    "notify",
                    Keyword.PARTS,
                    KeywordType.NAMES,
                    List.of(),
                    "Notify these handlers if this changed something: their ids, names or topics.",
                    "- {tasks: [{debug: {msg: new}, changed_when: true, notify: [restart]}], handlers: [{id: restart,"
                            + " debug: {msg: restarting}}]}"),
            new Keyword(
                    "listen",
                    Set.of(Place.HANDLER),
                    KeywordType.NAMES,
                    List.of(),
                    "Also notify this handler through these topics.",
                    "- {tasks: [{debug: {msg: new}, changed_when: true, notify: new data}], handlers: [{id: restart,"
                            + " listen: new data, debug: {msg: restarting}}]}"),
            new Keyword(
                    "critical",
                    Set.of(Place.HANDLER),
                    KeywordType.BOOL,
                    List.of(),
                    "Run the handler, once notified, even if a later task fails.",
                    "- {tasks: [{debug: {msg: new}, changed_when: true, notify: restart}], handlers: [{id: restart,"
                            + " critical: true, debug: {msg: restarting}}]}"),
            new Keyword(
                    "force_handlers",
                    Set.of(Place.PLAY),
                    KeywordType.BOOL,
                    List.of(),
                    "Run all notified handlers even if a later task fails.",
                    "- {force_handlers: true, tasks: [{debug: {msg: hello}}]}"),
            new Keyword(
                    "failed_when",
                    Keyword.TASKS,
                    KeywordType.CONDITIONS,
                    List.of(),
                    "Fail only if true (all, if a list), instead of the module's own verdict; the result is available as result.",
                    "- {debug: {msg: hello}, failed_when: \"result.msg is not defined\"}"),
            new Keyword(
                    "changed_when",
                    Keyword.TASKS,
                    KeywordType.CONDITIONS,
                    List.of(),
                    "Report a change only if true (all, if a list), instead of the module's own verdict.",
                    "- {debug: {msg: hello}, changed_when: true}"),
            new Keyword(
                    "ignore_errors",
                    Keyword.PARTS,
                    KeywordType.BOOL,
                    List.of(),
                    "Continue if this fails; does not apply to refusals and runbook errors.",
                    "- {fail: {msg: no matter}, ignore_errors: true}"),
            new Keyword(
                    "retry",
                    Keyword.TASKS,
                    KeywordType.RETRY,
                    List.of(),
                    "Retry the task: how often and with which delay.",
                    "- {debug: {msg: hello}, retry: {max_attempts: 3, delay: 30s, backoff: exponential}}"),
            new Keyword(
                    "max_attempts",
                    Set.of(Place.RETRY),
                    KeywordType.WHOLE,
                    List.of(),
                    "Run the task at most this many times, including the first.",
                    "- {debug: {msg: hello}, retry: {max_attempts: 3}}"),
            new Keyword(
                    "delay",
                    Set.of(Place.RETRY),
                    KeywordType.DURATION,
                    List.of(),
                    "Wait this long before the next attempt. Default: 5s.",
                    "- {debug: {msg: hello}, retry: {max_attempts: 3, delay: 30s}}"),
            new Keyword(
                    "backoff",
                    Set.of(Place.RETRY),
                    KeywordType.NAME,
                    List.of("constant", "exponential"),
                    "Keep the delay constant, or double it after each attempt.",
                    "- {debug: {msg: hello}, retry: {max_attempts: 3, backoff: exponential}}"),
            new Keyword(
                    "until",
                    Set.of(Place.RETRY),
                    KeywordType.CONDITIONS,
                    List.of(),
                    "Retry until true (all, if a list); the result is available as result.",
                    "- {debug: {msg: hello}, retry: {max_attempts: 3, until: result is succeeded}}"),
            new Keyword(
                    "on",
                    Set.of(Place.RETRY),
                    KeywordType.CODES,
                    List.of(),
                    "Retry a failure only after these AWS error codes; an unmet until is always retried.",
                    "- {debug: {msg: hello}, retry: {max_attempts: 3, on: [Throttling, SnapshotQuotaExceeded]}}"),
            new Keyword(
                    "timeout",
                    Keyword.PARTS,
                    KeywordType.DURATION,
                    List.of(),
                    "Fail after this time; operations already started in AWS continue.",
                    "- {debug: {msg: hello}, timeout: 90s}"),
            new Keyword(
                    "capacity_timeout",
                    Keyword.EVERYWHERE,
                    KeywordType.DURATION,
                    List.of(),
                    "Fail after AWS has refused a call for this long, for lack of capacity or because of a status without"
                            + " work in progress. Default: 1h.",
                    "- {debug: {msg: hello}, capacity_timeout: 20m}"),
            new Keyword(
                    "environment",
                    Keyword.EVERYWHERE,
                    KeywordType.VALUES,
                    List.of(),
                    "Set environment variables for the programs that tasks run.",
                    "- {debug: {msg: hello}, environment: {PGHOST: localhost}}"),
            new Keyword(
                    "module_defaults",
                    Keyword.EVERYWHERE,
                    KeywordType.DEFAULTS,
                    List.of(),
                    "Set default arguments per module, for tasks that do not set them.",
                    "- {module_defaults: {debug: {msg: hello}}, tasks: [{debug: {}}]}"),
            new Keyword(
                    "check_mode",
                    Keyword.EVERYWHERE,
                    KeywordType.BOOL,
                    List.of(),
                    "true: only predict, also in a run; false: execute, also in a check; allowed only for command and"
                            + " modules without external effects.",
                    "- {debug: {msg: hello}, check_mode: true}"),
            new Keyword(
                    "diff",
                    Keyword.EVERYWHERE,
                    KeywordType.BOOL,
                    List.of(),
                    "Show the differences that a change makes, or hide them, regardless of --diff.",
                    "- {debug: {msg: hello}, diff: true}"),
            new Keyword(
                    "no_log",
                    Keyword.EVERYWHERE,
                    KeywordType.BOOL,
                    List.of(),
                    "Treat all results as secret, here and wherever they are used, and -e values used only here.",
                    "- {debug: {msg: hello}, no_log: true}"),
            new Keyword(
                    "run_once",
                    Keyword.EVERYWHERE,
                    KeywordType.BOOL,
                    List.of(),
                    "Run once for all pairs; the other pairs get the result.",
                    "- {debug: {msg: hello}, run_once: true}"),
            new Keyword(
                    "throttle",
                    Keyword.EVERYWHERE,
                    KeywordType.WHOLE,
                    List.of(),
                    "Run for at most this many pairs at the same time.",
                    "- {debug: {msg: hello}, throttle: 2}"),
            new Keyword(
                    "serial",
                    Set.of(Place.PLAY),
                    KeywordType.BATCHES,
                    List.of(),
                    "Run the play for this many pairs at a time: a number, a percentage, or a list with one entry"
                            + " per batch.",
                    "- {serial: [1, \"50%\"], tasks: [{debug: {msg: hello}}]}"),
            new Keyword(
                    "lockstep",
                    Set.of(Place.PLAY),
                    KeywordType.BOOL,
                    List.of(),
                    "Start a task only after all pairs have finished the previous one.",
                    "- {lockstep: true, tasks: [{debug: {msg: hello}}]}"),
            new Keyword(
                    "any_errors_fatal",
                    Set.of(Place.PLAY),
                    KeywordType.BOOL,
                    List.of(),
                    "Stop all pairs at the first failure.",
                    "- {any_errors_fatal: true, tasks: [{debug: {msg: hello}}]}"));

    private ExecutionKeywords() {}
}
