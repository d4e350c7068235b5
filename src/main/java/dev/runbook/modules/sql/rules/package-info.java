/**
 * The rules file, its strategies, and the statements that they amount to for a catalogue. Read {@link dev.runbook.modules.sql.rules.MaskRules} first, then
 * {@link dev.runbook.modules.sql.rules.Classifier}.
 */
@NullMarked
package dev.runbook.modules.sql.rules;

import org.jspecify.annotations.NullMarked;
