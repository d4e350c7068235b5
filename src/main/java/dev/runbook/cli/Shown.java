package dev.runbook.cli;

import picocli.CommandLine.Option;

/** The options that say how much of a run is shown, and in which form. */
final class Shown {

    @Option(
            names = {"-v", "--verbose"},
            description = {
                "show more: -v each call with its parameters, -vv where each task stands and its arguments,",
                "-vvv each call and read of AWS and databases, -vvvv what goes over the wire; run.log has it all"
            })
    private boolean[] verbose = {};

    @Option(
            names = "--output",
            paramLabel = "FORM",
            description = "text for people; jsonl: an event a line; json: one document; junit: JUnit XML;"
                    + " github: annotations and step summary")
    private Output output = Output.text;

    int verbosity() {
        return verbose.length;
    }

    Output output() {
        return output;
    }
}
