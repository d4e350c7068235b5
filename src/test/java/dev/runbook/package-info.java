/**
 * Tests of the whole repository, and the comparison with golden files.
 */
package dev.runbook;
