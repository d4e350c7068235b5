/**
 * Saved plans: events of a check and existing resources in, plan out; a plan and the state at the run in, differences out.
 * Read {@link dev.runbook.plan.SavedPlan} first.
 */
@NullMarked
package dev.runbook.plan;

import org.jspecify.annotations.NullMarked;
