package dev.runbook.engine.run;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.Environment;
import dev.runbook.engine.EventSink;
import dev.runbook.engine.Modules;
import dev.runbook.engine.Plans;

/**
 * The caller's side of a run.
 *
 * @param sink takes every event, one at a time
 * @param cancellation lets a signal handler end the run early
 * @param plans the saved plan to apply, or the plan to record
 */
public record RunInputs(
        Modules modules, Environment environment, EventSink sink, Cancellation cancellation, Plans plans) {}
