package dev.runbook.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every verb asks that goes on from an earlier run. */
final class EarlierOptions {

    @Parameters(paramLabel = "RUN", description = "a run: its id, the start of an id, or last")
    private String run = "";

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "NAME=VALUE|@FILE",
            description = "in place of the value of that name; a secret one must be given again")
    private List<String> vars = new ArrayList<>();

    @Option(
            names = {"-y", "--yes"},
            description = "answer yes to every question")
    private boolean yes;

    @Mixin
    private Shown shown = new Shown();

    /** A word for the run, as {@link RunIds} understands it. */
    String run() {
        return run;
    }

    List<String> vars() {
        return Collections.unmodifiableList(vars);
    }

    boolean yes() {
        return yes;
    }

    Shown shown() {
        return shown;
    }
}
