/**
 * The ports on the processes, files, clock and network of this machine: commands in, exit codes and lines out. Read
 * {@link dev.runbook.adapter.process.Processes} first.
 */
@NullMarked
package dev.runbook.adapter.process;

import org.jspecify.annotations.NullMarked;
