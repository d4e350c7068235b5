/**
 * The state of a run, built from its {@link dev.runbook.journal.Event}s, and what all reports share.
 * Read {@link RunTree} first, then {@link dev.runbook.report.text.TextReport}.
 */
@NullMarked
package dev.runbook.report;

import org.jspecify.annotations.NullMarked;
