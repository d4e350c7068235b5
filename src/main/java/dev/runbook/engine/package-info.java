/**
 * What the engine is asked for and what it answers: the request, the environment it works in, the events and the outcome. The
 * packages below it do the work; {@link dev.runbook.engine.run.Run} is their entry.
 */
@NullMarked
package dev.runbook.engine;

import org.jspecify.annotations.NullMarked;
