/**
 * The journals of earlier runs in; which refresh a pair continues, and what of it is done, out. Read
 * {@link dev.runbook.engine.resume.History} first.
 */
@NullMarked
package dev.runbook.engine.resume;

import org.jspecify.annotations.NullMarked;
