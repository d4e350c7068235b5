/**
 * Modules that steer a runbook: arguments in, messages, variables, pauses and commands out. Read
 * {@link dev.runbook.modules.control.Command} first.
 */
@NullMarked
package dev.runbook.modules.control;

import org.jspecify.annotations.NullMarked;
