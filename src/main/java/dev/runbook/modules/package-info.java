/**
 * The contract between the engine and the modules: arguments in, changes out. Read {@link dev.runbook.modules.Module}
 * first, then {@link dev.runbook.modules.Change}.
 */
@NullMarked
package dev.runbook.modules;

import org.jspecify.annotations.NullMarked;
