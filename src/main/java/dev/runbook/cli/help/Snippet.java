package dev.runbook.cli.help;

import dev.runbook.modules.Module;
import dev.runbook.modules.ParamSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A task that calls a module, ready to paste: required arguments are filled in, optional ones are comments. */
public final class Snippet {

    private static final String EXAMPLE = "## Example";
    private static final String NAME = "- name: ";

    private Snippet() {}

    public static List<String> of(Module module) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(name(module));
        lines.add("  " + module.name() + ":");
        for (ParamSpec param : module.params()) {
            lines.add("    # " + param.doc());
            boolean needed = param.required()
                    || module.alternatives().stream().findFirst().equals(Optional.of(param.name()));
            lines.add("    " + (needed ? "" : "#") + param.name() + ": "
                    + param.defaultValue().orElse(param.example()));
        }
        if (module.acceptsAnyParam()) {
            lines.add("    # Any name with its value.");
            lines.add("    greeting: hello");
        }
        return lines;
    }

    /** The name of the task in the example of the manual page. */
    private static String name(Module module) throws IOException {
        return ModulePages.page(module)
                .lines()
                .dropWhile(line -> !line.equals(EXAMPLE))
                .filter(line -> line.startsWith(NAME))
                .findFirst()
                .orElse(NAME + module.name());
    }
}
