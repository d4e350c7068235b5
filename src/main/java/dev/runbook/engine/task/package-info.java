/**
 * One task in; its conditions, loop, attempts, arguments and result out. Read {@link dev.runbook.engine.task.TaskRun}
 * first, then {@link dev.runbook.engine.task.ItemRun}.
 */
@NullMarked
package dev.runbook.engine.task;

import org.jspecify.annotations.NullMarked;
