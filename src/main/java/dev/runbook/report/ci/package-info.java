/** Events to the formats of CI systems and programs: JSON, JUnit XML, GitHub annotations. Read {@link BufferedReport} first. */
@NullMarked
package dev.runbook.report.ci;

import org.jspecify.annotations.NullMarked;
