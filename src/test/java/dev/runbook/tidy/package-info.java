/**
 * Java files in, findings out: the habits of this code that a machine can see. Read {@link dev.runbook.tidy.TidyChecks}
 * first.
 */
package dev.runbook.tidy;
