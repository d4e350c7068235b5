package dev.runbook.report;

/**
 * A file that a run wrote as evidence of its work.
 *
 * @param pair that it is about
 * @param name of the file
 * @param text its content
 */
public record EvidenceFile(String pair, String name, String text) {}
