package dev.runbook.cli;

import dev.runbook.engine.Modules;
import dev.runbook.modules.Module;
import dev.runbook.yaml.Nearest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the manual page of a module, or one line about each. */
@Command(
        name = "doc",
        header = "Shows the manual page of a module; without a name, one line about each.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class DocVerb implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "MODULE", arity = "0..1", description = "name of a module")
    private @Nullable String name;

    DocVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        Modules modules = Modules.found();
        if (name == null) {
            Table table = new Table();
            for (String each : modules.names()) {
                table.row(each, Pages.summary(modules.module(each).orElseThrow()));
            }
            table.lines().forEach(surroundings.out()::println);
            return Exit.OK;
        }
        Optional<Module> module = modules.module(name);
        if (module.isEmpty()) {
            throw new UsageException(
                    "there is no module '" + name + "'",
                    Nearest.hint(name, modules.names(), "modules: " + String.join(", ", modules.names())));
        }
        Pages.page(module.get()).lines().forEach(surroundings.out()::println);
        return Exit.OK;
    }
}
