/**
 * Events of tasks in; redacted, written to the journal and handed to the reports out. Read
 * {@link dev.runbook.engine.record.Recorder} first.
 */
@NullMarked
package dev.runbook.engine.record;

import org.jspecify.annotations.NullMarked;
