package dev.runbook.cli;

import dev.runbook.yaml.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the candidates for the last word of a command line, one per line, for the scripts of {@link CompletionVerb}. */
@Command(
        name = CompleteVerb.NAME,
        hidden = true,
        header = "Prints the candidates for the last of the given words; for the scripts of 'completion'.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class CompleteVerb implements Callable<Integer> {

    static final String NAME = "__complete";

    private final Surroundings surroundings;

    @Parameters(paramLabel = "WORD", arity = "0..*", description = "the words of the line up to the cursor")
    private List<String> words = new ArrayList<>();

    CompleteVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        new Completions(surroundings, Main.everyVerb(surroundings))
                .of(words).stream().map(Printable::of).forEach(surroundings.out()::println);
        return Exit.OK;
    }
}
