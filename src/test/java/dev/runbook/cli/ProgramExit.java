package dev.runbook.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** The exit code and output of a call of the program. */
record ProgramExit(int exit, String out, String err) {

    /**
     * Calls the program in this process, without a terminal.
     *
     * @param folder the current folder
     * @param home the installation
     */
    static ProgramExit inProcess(Path folder, Path home, Map<String, String> environment, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings surroundings = new Surroundings(
                folder, home, environment, new PrintWriter(out), new PrintWriter(err), InputStream.nullInputStream());
        int exit = new Main(surroundings).run(words);
        surroundings.out().flush();
        surroundings.err().flush();
        return new ProgramExit(exit, out.toString(), err.toString());
    }
}
