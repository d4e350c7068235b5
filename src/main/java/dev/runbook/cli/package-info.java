/**
 * The command line: options become one record, the record one call. The only place that puts the parts together and ends
 * the process. Read {@link dev.runbook.cli.Main} first.
 */
@NullMarked
package dev.runbook.cli;

import org.jspecify.annotations.NullMarked;
