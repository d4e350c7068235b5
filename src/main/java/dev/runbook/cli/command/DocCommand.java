package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.TextTable;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.help.KeywordPage;
import dev.runbook.cli.help.ModulePageText;
import dev.runbook.cli.help.ModulePages;
import dev.runbook.cli.help.Snippet;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Terminal;
import dev.runbook.engine.Modules;
import dev.runbook.modules.Module;
import dev.runbook.runbook.Keyword;
import dev.runbook.yaml.Nearest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the manual page of a module or of a keyword, or one line about each. */
@Command(
        name = "doc",
        header = "Shows the manual page of a module or of a keyword; without a name, one line about each.",
        description = {
            "  runbook doc                 one line about each module",
            "  runbook doc rds-clone       the page of a module",
            "  runbook doc -s rds-clone    a task with all its arguments, ready to paste",
            "  runbook doc -k              one line about each keyword of the language",
            "  runbook doc -k retry        what a keyword means and where it is allowed, with an example"
        },
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class DocCommand implements Callable<Integer> {

    private final ProcessContext context;

    @Parameters(paramLabel = "MODULE", arity = "0..1", description = "name of a module")
    private @Nullable String name;

    @Option(
            names = {"-s", "--snippet"},
            description = "print a task that calls the module, ready to paste")
    private boolean snippet;

    @Option(
            names = {"-k", "--keyword"},
            paramLabel = "KEYWORD",
            arity = "0..1",
            fallbackValue = "",
            description = "the manual of a keyword; without a name, one line about each")
    private @Nullable String keyword;

    DocCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        if (keyword != null) {
            if (snippet || name != null) {
                throw new UsageException("-k shows a keyword, and a module is named, too", "ask for one of the two");
            }
            keyword(keyword).forEach(context.out()::println);
            return ExitCode.OK;
        }
        Modules modules = Modules.discover();
        if (name == null) {
            if (snippet) {
                throw new UsageException("-s needs the name of a module", "runbook doc -s rds-clone");
            }
            TextTable table = new TextTable();
            for (String each : modules.names()) {
                table.row(each, ModulePages.summary(modules.module(each).orElseThrow()));
            }
            table.lines().forEach(context.out()::println);
            return ExitCode.OK;
        }
        Module module = modules.module(name)
                .orElseThrow(() -> new UsageException("there is no module '" + name + "'", hint(modules)));
        (snippet ? Snippet.of(module) : page(module)).forEach(context.out()::println);
        return ExitCode.OK;
    }

    /** Formatted for a terminal; otherwise the Markdown source. */
    private List<String> page(Module module) throws IOException {
        Terminal terminal = Terminal.of(context);
        String markdown = ModulePages.page(module);
        return terminal.outputIsTerminal()
                ? ModulePageText.of(module.name(), markdown, terminal.display(false))
                : markdown.lines().toList();
    }

    private String hint(Modules modules) {
        String asked = name == null ? "" : name;
        boolean word = Keyword.all().stream().anyMatch(each -> each.name().equals(asked));
        return word
                ? "it is a keyword: runbook doc -k " + asked
                : Nearest.hint(asked, modules.names(), "modules: " + String.join(", ", modules.names()));
    }

    private static List<String> keyword(String wanted) throws UsageException {
        if (wanted.isEmpty()) {
            return KeywordPage.all();
        }
        List<String> page = KeywordPage.of(wanted);
        if (page.isEmpty()) {
            List<String> names =
                    Keyword.all().stream().map(Keyword::name).distinct().toList();
            throw new UsageException(
                    "there is no keyword '" + wanted + "'",
                    Nearest.hint(wanted, names, "keywords: " + String.join(", ", names)));
        }
        return page;
    }
}
