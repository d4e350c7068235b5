/** A recorded run to one HTML page without scripts from elsewhere. Read {@link HtmlReport} first. */
@NullMarked
package dev.runbook.report.html;

import org.jspecify.annotations.NullMarked;
