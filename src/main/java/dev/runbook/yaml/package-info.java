/**
 * YAML text in, positioned nodes and problems out. Read {@link dev.runbook.yaml.Node} first.
 */
@NullMarked
package dev.runbook.yaml;

import org.jspecify.annotations.NullMarked;
