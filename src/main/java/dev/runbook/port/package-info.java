/**
 * The operations of external systems, as interfaces with typed errors; adapters implement them.
 * Read {@link dev.runbook.port.Ports} first.
 */
@NullMarked
package dev.runbook.port;

import org.jspecify.annotations.NullMarked;
