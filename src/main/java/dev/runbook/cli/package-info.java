/**
 * The command line: parses options into one record per command and runs it. The only package that wires the parts together
 * and exits the process. Read {@link dev.runbook.cli.Main} first.
 */
@NullMarked
package dev.runbook.cli;

import org.jspecify.annotations.NullMarked;
