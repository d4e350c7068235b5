package dev.runbook.cli.command;

import dev.runbook.cli.project.ProcessContext;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** The exit code and output of a call of the program. */
public record CommandResult(int exit, String out, String err) {

    /**
     * Calls the program in this process, without a terminal.
     *
     * @param folder the current folder
     * @param home the installation
     */
    public static CommandResult runInProcess(Path folder, Path home, Map<String, String> environment, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        ProcessContext context = new ProcessContext(
                folder, home, environment, new PrintWriter(out), new PrintWriter(err), InputStream.nullInputStream());
        int exit = new Main(context).run(words);
        context.out().flush();
        context.err().flush();
        return new CommandResult(exit, out.toString(), err.toString());
    }
}
