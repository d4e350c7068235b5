/**
 * Runbook files in, validated plays and tasks out. Read {@link dev.runbook.runbook.Runbook} first.
 */
@NullMarked
package dev.runbook.runbook;

import org.jspecify.annotations.NullMarked;
