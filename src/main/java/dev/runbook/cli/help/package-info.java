/**
 * Renders manual pages, completions and explanations of variables.
 */
@NullMarked
package dev.runbook.cli.help;

import org.jspecify.annotations.NullMarked;
