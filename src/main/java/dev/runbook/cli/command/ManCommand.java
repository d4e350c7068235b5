package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.ProgramVersion;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.help.CommandManPages;
import dev.runbook.cli.help.Completions;
import dev.runbook.cli.help.ModuleManPage;
import dev.runbook.cli.help.ModulePages;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.engine.Modules;
import dev.runbook.modules.Module;
import dev.runbook.yaml.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints manual pages for man(1), or writes all of them. */
@Command(
        name = "man",
        header = "Prints the manual page of a command or module for man, or writes all pages.",
        description = {
            "  runbook man run | man -l -",
            "  runbook man --all ~/.local/share/man      and then: man runbook-run, man 7 runbook-rds-clone",
        },
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class ManCommand implements Callable<Integer> {

    private static final String PROGRAM = "runbook";

    private final ProcessContext context;

    @Parameters(
            paramLabel = "PAGE",
            arity = "0..1",
            description = "a command, a module, or runbook for the whole program (default)")
    private @Nullable String name;

    @Option(names = "--all", paramLabel = "FOLDER", description = "write every page below FOLDER/man1 and FOLDER/man7")
    private @Nullable String all;

    ManCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        if (all != null) {
            if (name != null) {
                throw new UsageException("--all writes every page and takes no page name", "leave one of the two out");
            }
            write(context.folder().resolve(all));
            return ExitCode.OK;
        }
        Map<String, String> pages = pages();
        String wanted = name == null ? PROGRAM : name;
        String page = Stream.of("", ".1", ".7")
                .flatMap(section -> Stream.of(wanted + section, PROGRAM + "-" + wanted + section))
                .filter(pages::containsKey)
                .findFirst()
                .orElseThrow(() -> unknownPage(wanted, pages.keySet()));
        context.out().print(pages.get(page));
        return ExitCode.OK;
    }

    private static UsageException unknownPage(String wanted, Collection<String> files) {
        List<String> names = files.stream()
                .map(file -> file.replaceFirst("^" + PROGRAM + "-", "").replaceFirst("\\.[17]$", ""))
                .toList();
        return new UsageException(
                "there is no page '" + wanted + "'", Nearest.hint(wanted, names, "pages: " + String.join(", ", names)));
    }

    private void write(Path folder) throws IOException {
        Map<String, String> pages = pages();
        for (Map.Entry<String, String> page : pages.entrySet()) {
            String section = page.getKey().substring(page.getKey().length() - 1);
            Path file = Files.createDirectories(folder.resolve("man" + section)).resolve(page.getKey());
            Files.writeString(file, page.getValue());
        }
        context.out().println(pages.size() + " pages written to " + all + "; to read: MANPATH=" + folder + ":");
    }

    /** Every page, by file name. */
    private Map<String, String> pages() throws IOException {
        CommandLine root = Main.allCommands(context);
        Modules modules = Modules.discover();
        CommandManPages manPages = new CommandManPages(ProgramVersion.text());
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put(PROGRAM + ".1", manPages.programPage(root, List.copyOf(modules.names())));
        for (CommandSpec verb : Completions.visibleCommands(root)) {
            pages.put("runbook-" + verb.name() + ".1", manPages.commandPage(verb));
        }
        for (String each : modules.names()) {
            Module module = modules.module(each).orElseThrow();
            pages.put(
                    "runbook-" + each + ".7",
                    ModuleManPage.of(
                            each, ModulePages.page(module), ModulePages.summary(module), ProgramVersion.text()));
        }
        return pages;
    }
}
