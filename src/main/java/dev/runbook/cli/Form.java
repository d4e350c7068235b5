package dev.runbook.cli;

/** The output formats of a list or an answer; the constants are the words of the command line. */
enum Form {
    /** For people. */
    text,
    /** One JSON document, for programs. */
    json
}
