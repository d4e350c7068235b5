/**
 * The verification of a masked database; counts leave the database, values never do. Read {@link dev.runbook.modules.sql.verify.Verification} first.
 */
@NullMarked
package dev.runbook.modules.sql.verify;

import org.jspecify.annotations.NullMarked;
