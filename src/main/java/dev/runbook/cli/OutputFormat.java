package dev.runbook.cli;

/** The output formats of a run; the constants are the words of the command line. */
public enum OutputFormat {
    /** For people. */
    text,
    /** One event per line, as it happens. */
    jsonl,
    /** One document, at the end. */
    json,
    /** JUnit XML, at the end. */
    junit,
    /** The log of GitHub Actions, with annotations and a step summary. */
    github
}
