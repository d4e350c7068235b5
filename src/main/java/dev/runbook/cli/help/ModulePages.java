package dev.runbook.cli.help;

import dev.runbook.engine.Modules;
import dev.runbook.modules.Module;
import dev.runbook.schema.ModuleDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the manual pages of the modules, which are resources beside their classes. */
public final class ModulePages {

    private ModulePages() {}

    /** The page of a module, in Markdown. */
    public static String page(Module module) throws IOException {
        String file = module.name() + ".md";
        try (InputStream page = module.getClass().getResourceAsStream(file)) {
            if (page == null) {
                throw new IllegalStateException("module " + module.name() + " has no page " + file);
            }
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The first sentence below the title. */
    public static String summary(Module module) throws IOException {
        List<String> text = page(module)
                .lines()
                .dropWhile(line -> line.startsWith("#") || line.isBlank())
                .takeWhile(line -> !line.isBlank())
                .toList();
        String paragraph = String.join(" ", text);
        int end = paragraph.indexOf(". ");
        return end < 0 ? paragraph : paragraph.substring(0, end + 1);
    }

    /** Every module with its arguments, for a schema. */
    static List<ModuleDescription> words(Modules modules) throws IOException {
        List<ModuleDescription> words = new ArrayList<>();
        for (String name : modules.names()) {
            Module module = modules.module(name).orElseThrow();
            words.add(ModuleDescription.of(module, summary(module)));
        }
        return words;
    }
}
