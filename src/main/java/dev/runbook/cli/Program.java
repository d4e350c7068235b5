package dev.runbook.cli;

import java.nio.file.Path;
import java.util.List;

/** The path of the launcher {@code bin/runbook}, as called from the current folder. */
record Program(Surroundings surroundings) {

    String name() {
        Path program = surroundings.home().resolve("bin").resolve("runbook");
        return program.startsWith(surroundings.folder())
                ? surroundings.folder().relativize(program).toString()
                : program.toString();
    }

    /** Words, quoted for a shell. */
    static String quoted(List<String> words) {
        return String.join(" ", words.stream().map(Program::quoted).toList());
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
