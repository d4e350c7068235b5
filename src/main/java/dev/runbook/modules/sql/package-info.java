/**
 * Masking of a cloned database: rules and a catalogue in, statements and proof out. The rows never leave the server.
 * Read {@link dev.runbook.modules.sql.SqlMask} first, then {@link dev.runbook.modules.sql.Masking}.
 */
@NullMarked
package dev.runbook.modules.sql;

import org.jspecify.annotations.NullMarked;
