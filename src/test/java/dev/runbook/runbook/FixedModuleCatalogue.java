package dev.runbook.runbook;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.SourceFinder;
import dev.runbook.yaml.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A few modules for reading runbooks in tests. */
public final class FixedModuleCatalogue implements ModuleCatalogue {

    public static final Set<String> VARIABLES =
            Set.of("pair", "source", "target", "copies", "run_id", "check", "region");

    private static final Map<String, ModuleSignature> SHAPES = Map.of(
            "rds-clone",
            new ModuleSignature(
                    List.of(
                            new Parameter("source", ValueType.TEXT, true, List.of()),
                            new Parameter("method", ValueType.TEXT, false, List.of("replica", "snapshot")),
                            new Parameter("wait_timeout", ValueType.DURATION, false, List.of()),
                            new Parameter("storage", ValueType.WHOLE, false, List.of()),
                            new Parameter("public", ValueType.BOOLEAN, false, List.of()),
                            new Parameter("groups", ValueType.LIST, false, List.of()),
                            new Parameter("tags", ValueType.MAPPING, false, List.of())),
                    false,
                    false),
            "debug",
            new ModuleSignature(List.of(new Parameter("msg", ValueType.ANY, true, List.of())), false, true),
            "assert",
            new ModuleSignature(List.of(new Parameter("that", ValueType.CONDITION, true, List.of())), false, true),
            "set",
            new ModuleSignature(List.of(), true, true));

    @Override
    public Set<String> names() {
        return SHAPES.keySet();
    }

    @Override
    public Optional<ModuleSignature> signature(String module) {
        return Optional.ofNullable(SHAPES.get(module));
    }

    @Override
    public void checkArguments(Node.Entry task, Problems problems) {
        if (task.key().text().equals("set") && !(task.value() instanceof Node.Mapping)) {
            problems.add("wrong-arguments", task.key().position(), "'set' sets nothing", "name: value");
        }
    }

    public static SourceFinder files(Path folder) {
        return (path, namedIn) -> {
            Path file = folder.resolve(path);
            try {
                return Files.exists(file) ? Optional.of(new Source(path, Files.readString(file))) : Optional.empty();
            } catch (IOException e) {
                throw new AssertionError(file + " cannot be read", e);
            }
        };
    }
}
