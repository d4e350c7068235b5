package dev.runbook.cli.project;

import java.nio.file.Path;
import java.util.List;

/** The path of the launcher {@code bin/runbook}, as called from the current folder. */
public record Launcher(ProcessContext context) {

    public String path() {
        Path program = context.home().resolve("bin").resolve("runbook");
        return program.startsWith(context.folder())
                ? context.folder().relativize(program).toString()
                : program.toString();
    }

    /** Words, quoted for a shell. */
    public static String quoteForShell(List<String> words) {
        return String.join(" ", words.stream().map(Launcher::quoteForShell).toList());
    }

    private static String quoteForShell(String word) {
        return word.matches("[A-Za-z0-9_./:=@,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
