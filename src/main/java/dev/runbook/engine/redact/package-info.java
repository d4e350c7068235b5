/**
 * Text, values and failures in, the same without secrets out, in whatever form a secret appears. Read
 * {@link dev.runbook.engine.redact.Redaction} first.
 */
@NullMarked
package dev.runbook.engine.redact;

import org.jspecify.annotations.NullMarked;
