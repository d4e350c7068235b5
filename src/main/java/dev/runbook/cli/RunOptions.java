package dev.runbook.cli;

import java.util.List;

/**
 * What the command line asks of a run.
 *
 * @param words the whole command line, to be shown to whoever wants to continue
 */
record RunOptions(
        Project.Request request,
        boolean check,
        int forks,
        boolean yes,
        boolean verbose,
        boolean jsonLines,
        List<String> words) {

    RunOptions {
        words = List.copyOf(words);
    }
}
