/**
 * Tables of keys, keywords and modules in, JSON Schema out. Read {@link dev.runbook.schema.JsonSchema} first.
 */
@NullMarked
package dev.runbook.schema;

import org.jspecify.annotations.NullMarked;
