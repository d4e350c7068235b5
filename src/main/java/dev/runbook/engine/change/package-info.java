/**
 * One change in; skipped, refused, predicted or applied and waited for out. Read
 * {@link dev.runbook.engine.change.ChangeRunner} first, then {@link dev.runbook.engine.change.Gate}.
 */
@NullMarked
package dev.runbook.engine.change;

import org.jspecify.annotations.NullMarked;
