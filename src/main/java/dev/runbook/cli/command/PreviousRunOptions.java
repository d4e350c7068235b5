package dev.runbook.cli.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of every command that continues or undoes an earlier run. */
final class PreviousRunOptions {

    @Parameters(paramLabel = "RUN", description = "a run: its id, the start of an id, or last")
    private String run = "";

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "NAME=VALUE|@FILE",
            description = "replaces the value of that name; secrets must be given again")
    private List<String> vars = new ArrayList<>();

    @Option(
            names = {"-y", "--yes"},
            description = "answer yes to every question")
    private boolean yes;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    /** The run, in a form that {@link RunFinder} accepts. */
    String run() {
        return run;
    }

    List<String> vars() {
        return Collections.unmodifiableList(vars);
    }

    boolean yes() {
        return yes;
    }

    OutputOptions outputOptions() {
        return outputOptions;
    }
}
