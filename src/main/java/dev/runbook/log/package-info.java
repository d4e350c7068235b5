/**
 * Lines for whoever looks for a fault: what the engine notes, and what the AWS SDK and the drivers say through SLF4J. In:
 * lines; out: the file {@code run.log} and, by how many {@code -v} were given, the console. Read {@link
 * dev.runbook.log.RunLog} first.
 */
@NullMarked
package dev.runbook.log;

import org.jspecify.annotations.NullMarked;
