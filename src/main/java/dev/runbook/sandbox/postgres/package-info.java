/** PostgreSQL servers on loopback, one for each DB instance. Read {@link DatabaseServers} first. */
@NullMarked
package dev.runbook.sandbox.postgres;

import org.jspecify.annotations.NullMarked;
