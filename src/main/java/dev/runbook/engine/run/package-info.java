/**
 * A request in; leases, preflight, the plays of every pair and the exit code out. Read
 * {@link dev.runbook.engine.run.Engine} first, then {@link dev.runbook.engine.run.Run} and
 * {@link dev.runbook.engine.run.PairRun}.
 */
@NullMarked
package dev.runbook.engine.run;

import org.jspecify.annotations.NullMarked;
