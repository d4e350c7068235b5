package dev.runbook.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how much of a run is shown, and in which form; what is not given is as it is settled. */
final class Shown {

    @Option(
            names = {"-v", "--verbose"},
            description = {
                "show more; run.log always has it all",
                "-v     each call with its parameters",
                "-vv    where each task stands, and its arguments",
                "-vvv   each call and read of AWS and databases",
                "-vvvv  what goes over the wire"
            })
    private boolean[] verbose = {};

    @Option(
            names = "--output",
            paramLabel = "FORM",
            description = "text for people; jsonl: an event a line; json: one document; junit: JUnit XML;"
                    + " github: annotations and step summary")
    private @Nullable Output output;

    int verbosity(Settings settings) throws UsageException {
        return settings.verbosity(verbose.length);
    }

    Output output(Settings settings) throws UsageException {
        return settings.output(Optional.ofNullable(output));
    }
}
