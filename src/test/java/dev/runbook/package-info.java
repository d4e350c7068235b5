/** What holds for the whole repository, and the comparison with golden files. */
package dev.runbook;
