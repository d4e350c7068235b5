/**
 * The commands and their options; {@link dev.runbook.cli.command.Main} parses the command line and sets the exit code.
 */
@NullMarked
package dev.runbook.cli.command;

import org.jspecify.annotations.NullMarked;
