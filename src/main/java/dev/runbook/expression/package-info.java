/**
 * {@code {{ ... }}} and bare conditions in, values out. Read {@link dev.runbook.expression.Value} first.
 */
@NullMarked
package dev.runbook.expression;

import org.jspecify.annotations.NullMarked;
