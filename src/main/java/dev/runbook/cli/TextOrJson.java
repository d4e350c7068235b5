package dev.runbook.cli;

/** The output formats of a list or an answer; the constants are the words of the command line. */
public enum TextOrJson {
    /** For people. */
    text,
    /** One JSON document, for programs. */
    json
}
