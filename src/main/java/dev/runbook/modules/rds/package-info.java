/**
 * Modules that clone, promote, replicate, swap and delete DB instances: arguments and a world in, changes out. Read
 * {@link dev.runbook.modules.rds.TargetTree} first, then {@link dev.runbook.modules.rds.RdsClone}.
 */
@NullMarked
package dev.runbook.modules.rds;

import org.jspecify.annotations.NullMarked;
