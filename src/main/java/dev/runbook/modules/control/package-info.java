/**
 * Modules that control the flow of a runbook: arguments in, messages, variables, pauses and commands out. Read
 * {@link dev.runbook.modules.control.Command} first.
 */
@NullMarked
package dev.runbook.modules.control;

import org.jspecify.annotations.NullMarked;
