/**
 * What a check has found, as a file that a later run is held to: in go the events of the check and what exists, out comes
 * the plan; in go a plan and what is found later, out come the differences. Read {@link dev.runbook.plan.SavedPlan} first.
 */
@NullMarked
package dev.runbook.plan;

import org.jspecify.annotations.NullMarked;
