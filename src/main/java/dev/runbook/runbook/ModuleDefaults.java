package dev.runbook.runbook;

import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads {@code module_defaults}: arguments for all tasks of a module; a task's own arguments override them. */
final class ModuleDefaults {

    private final ModuleCatalogue modules;
    private final Problems problems;

    ModuleDefaults(ModuleCatalogue modules, Problems problems) {
        this.modules = modules;
        this.problems = problems;
    }

    /** The inherited defaults, overridden by those in this mapping. */
    Map<String, Node.Mapping> read(MappingReader reader, Map<String, Node.Mapping> inherited) {
        Map<String, Node.Mapping> defaults = new LinkedHashMap<>(inherited);
        reader.readEach("module_defaults", this::readModule)
                .forEach((module, own) -> defaults.merge(module, own, (outer, inner) -> merge(inner, outer)));
        return defaults;
    }

    /** The arguments of a task, completed with the defaults of its module. */
    static Node.Entry withDefaults(Node.Entry module, Map<String, Node.Mapping> defaults) {
        Node.Mapping own = defaults.get(module.key().text());
        if (own == null) {
            return module;
        }
        boolean empty =
                module.value() instanceof Node.Scalar scalar && scalar.text().isEmpty();
        Node.Mapping given = module.value() instanceof Node.Mapping mapping
                ? mapping
                : new Node.Mapping(List.of(), module.value().position());
        return empty || module.value() instanceof Node.Mapping
                ? new Node.Entry(module.key(), merge(given, own))
                : module;
    }

    private static Node.Mapping merge(Node.Mapping inner, Node.Mapping outer) {
        List<Node.Entry> entries = new ArrayList<>(inner.entries());
        outer.entries().stream()
                .filter(entry -> inner.get(entry.key().text()).isEmpty())
                .forEach(entries::add);
        return new Node.Mapping(entries, inner.position());
    }

    private Optional<Node.Mapping> readModule(Node.Scalar module, Node arguments) {
        Optional<ModuleCatalogue.ModuleSignature> shape = modules.signature(module.text());
        if (shape.isEmpty()) {
            problems.add(
                    "unknown-module",
                    module.position(),
                    "unknown module '" + module.text() + "'",
                    Nearest.hint(
                            module.text(),
                            modules.names(),
                            "known modules: " + String.join(", ", new TreeSet<>(modules.names()))));
            return Optional.empty();
        }
        MappingReader.of(arguments, "the defaults of '" + module.text() + "'", problems);
        if (!(arguments instanceof Node.Mapping mapping)) {
            return Optional.empty();
        }
        TaskArguments.readPartial(new Node.Entry(module, mapping), shape.get(), problems);
        return Optional.of(mapping);
    }
}
