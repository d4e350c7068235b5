package dev.runbook.report;

/**
 * A file that a run has left as proof of what it did.
 *
 * @param pair whose work it is about
 * @param name of the file
 * @param text what it holds
 */
public record EvidenceFile(String pair, String name, String text) {}
