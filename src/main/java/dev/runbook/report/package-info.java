/**
 * What a person or a program reads of a run: in go {@link dev.runbook.journal.Event}s and problems, out comes text.
 * Read {@link dev.runbook.report.TextReport} first.
 */
@NullMarked
package dev.runbook.report;

import org.jspecify.annotations.NullMarked;
