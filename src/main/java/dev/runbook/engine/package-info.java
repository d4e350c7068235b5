/**
 * A runbook and the selected pairs of an inventory in, events out: tasks are resolved, planned, judged by the gate, then
 * predicted or carried out and waited for. Check and run are the same loop with other hands. Read
 * {@link dev.runbook.engine.Engine} first, then {@link dev.runbook.engine.Hands}.
 */
@NullMarked
package dev.runbook.engine;

import org.jspecify.annotations.NullMarked;
