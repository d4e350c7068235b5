/**
 * The domain's values: instances, replication trees, what a refresh has marked; immutable, nothing touches the outside.
 * RDS descriptions are the AWS SDK's own immutable model classes. Read {@link dev.runbook.world.World} first.
 */
@NullMarked
package dev.runbook.world;

import org.jspecify.annotations.NullMarked;
