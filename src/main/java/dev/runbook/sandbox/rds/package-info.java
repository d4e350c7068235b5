/** RDS requests in, instances and snapshots as RDS describes them out. Read {@link RdsApi} first, then {@link OperationRunner}. */
@NullMarked
package dev.runbook.sandbox.rds;

import org.jspecify.annotations.NullMarked;
