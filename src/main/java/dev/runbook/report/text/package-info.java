/** Events to lines of a terminal or a log: plans, runs, problems, history. Read {@link TextReport} first. */
@NullMarked
package dev.runbook.report.text;

import org.jspecify.annotations.NullMarked;
