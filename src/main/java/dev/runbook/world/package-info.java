/**
 * The values of the domain: instances, replication trees, tags of a refresh; immutable, without I/O.
 * RDS descriptions are the AWS SDK's own immutable model classes. Read {@link dev.runbook.world.World} first.
 */
@NullMarked
package dev.runbook.world;

import org.jspecify.annotations.NullMarked;
