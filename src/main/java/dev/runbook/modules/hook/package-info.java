/**
 * Restarts the application on its new database: a swapped tree in; a restart, a health check and the tag LIVE out. Read
 * {@link dev.runbook.modules.hook.RestartHook} first.
 */
@NullMarked
package dev.runbook.modules.hook;

import org.jspecify.annotations.NullMarked;
