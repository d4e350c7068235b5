/**
 * Measures runbook beside {@code ansible-playbook}: files for both out, a table in. Not part of the product. Read {@link
 * dev.runbook.bench.Bench} first.
 */
@NullMarked
package dev.runbook.bench;

import org.jspecify.annotations.NullMarked;
