package dev.runbook.cli.command;

import dev.runbook.cli.OutputFormat;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ProjectSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for verbosity and output format; the settings of the project are the defaults. */
final class OutputOptions {

    @Option(
            names = {"-v", "--verbose"},
            description = {
                "show more; run.log always has everything",
                "-v     each call with its parameters",
                "-vv    the place of each task, and its arguments",
                "-vvv   each call and read of AWS and databases",
                "-vvvv  requests and responses on the wire"
            })
    private boolean[] verbose = {};

    @Option(
            names = "--output",
            paramLabel = "FORM",
            description = "text for people; jsonl: one event per line; json: one document; junit: JUnit XML;"
                    + " github: annotations and step summary")
    private @Nullable OutputFormat output;

    int verbosity(ProjectSettings settings) throws UsageException {
        return settings.verbosity(verbose.length);
    }

    OutputFormat output(ProjectSettings settings) throws UsageException {
        return settings.output(Optional.ofNullable(output));
    }
}
