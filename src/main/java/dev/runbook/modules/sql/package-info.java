/**
 * Masks the databases of a clone: rules and a catalogue in, SQL statements and a verification report out. Rows never
 * leave the server. Read {@link dev.runbook.modules.sql.SqlMask} first, then {@link dev.runbook.modules.sql.rules.DatabaseMasking}.
 */
@NullMarked
package dev.runbook.modules.sql;

import org.jspecify.annotations.NullMarked;
