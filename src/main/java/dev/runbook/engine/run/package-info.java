/**
 * A request in; leases, preflight, the plays of every pair and the exit code out. Read
 * {@link dev.runbook.engine.run.Run} first, then {@link dev.runbook.engine.run.PairRun} and
 * {@link dev.runbook.engine.run.PlayRun}.
 */
@NullMarked
package dev.runbook.engine.run;

import org.jspecify.annotations.NullMarked;
