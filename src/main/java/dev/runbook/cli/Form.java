package dev.runbook.cli;

/** The forms of a list or an answer, in the words of the command line. */
enum Form {
    /** For people. */
    text,
    /** One JSON document, for programs. */
    json
}
