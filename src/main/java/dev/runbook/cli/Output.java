package dev.runbook.cli;

/** The forms in which a run is told, in the words of the command line. */
enum Output {
    /** For people. */
    text,
    /** One event a line, while it happens. */
    jsonl,
    /** One document, at the end. */
    json,
    /** JUnit XML, at the end. */
    junit,
    /** The log of GitHub Actions, with annotations and a summary of the step. */
    github
}
