/**
 * Exit codes, errors, output formats and signals of the program. Read {@link dev.runbook.cli.ExitCode} first, then
 * {@link dev.runbook.cli.command.Main}.
 */
@NullMarked
package dev.runbook.cli;

import org.jspecify.annotations.NullMarked;
