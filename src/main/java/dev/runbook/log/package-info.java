/**
 * Diagnostic log lines of the engine and, through SLF4J, of the AWS SDK and the drivers. In: lines; out: the file
 * {@code run.log} and, depending on the number of {@code -v}, the console. Read {@link dev.runbook.log.RunLog} first.
 */
@NullMarked
package dev.runbook.log;

import org.jspecify.annotations.NullMarked;
