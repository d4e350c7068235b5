package dev.runbook.cli;

import java.nio.file.Path;
import java.util.List;

/** How this program is called from where the user stands. */
record Program(Surroundings surroundings) {

    String name() {
        Path program = surroundings.home().resolve("bin").resolve("runbook");
        return program.startsWith(surroundings.folder())
                ? surroundings.folder().relativize(program).toString()
                : program.toString();
    }

    /** Words as a shell reads them. */
    static String quoted(List<String> words) {
        return String.join(" ", words.stream().map(Program::quoted).toList());
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
