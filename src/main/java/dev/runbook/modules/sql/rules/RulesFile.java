package dev.runbook.modules.sql.rules;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.PlanningContext;
import dev.runbook.port.PortException;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A rules file and its text. */
public record RulesFile(Source readSource, MaskRules rules) {

    /** Reads the rules file of every database, in the order of the argument; reports the mistakes of all files together. */
    public static Map<String, RulesFile> read(Args args, PlanningContext context) throws ModuleException {
        Map<String, RulesFile> files = new LinkedHashMap<>();
        Problems problems = new Problems();
        for (Map.Entry<String, String> path : pathsByDatabase(args, context).entrySet()) {
            Source source = readSource(args, context, path.getValue());
            Optional<Node> node = Yaml.read(source, problems);
            node.ifPresent(
                    root -> files.put(path.getKey(), new RulesFile(source, new RulesReader(problems).read(root))));
            if (node.isEmpty() && problems.isEmpty()) {
                problems.add("empty-rules", source.start(), "the rules file is empty", "classify every column in it");
            }
        }
        if (!problems.isEmpty()) {
            throw ModuleException.invalidFile(problems.toSortedList());
        }
        return files;
    }

    /** A digest of the files and the key, which together determine all masked values. */
    public static String digest(Collection<RulesFile> files, MaskKey key) {
        return MaskKey.digest("1\n" + key.id() + "\n"
                + files.stream().map(file -> file.readSource.text()).collect(Collectors.joining("\n")));
    }

    private static Map<String, String> pathsByDatabase(Args args, PlanningContext context) throws ModuleException {
        List<String> databases = context.refresh().source().databases();
        Value value = args.value("rules");
        if (value instanceof Value.Text path) {
            if (databases.size() != 1) {
                throw ModuleException.invalidArgument(
                        args.position("rules"),
                        databases.isEmpty()
                                ? "the inventory lists no databases of "
                                        + context.refresh().source().instance()
                                : "one rules file for " + databases.size() + " databases",
                        databases.isEmpty()
                                ? "add databases: [name] to the source in the inventory"
                                : "write a mapping: rules: {" + databases.get(0) + ": sql/" + databases.get(0)
                                        + ".yml, ...}");
            }
            return Map.of(databases.get(0), path.text());
        }
        if (!(value instanceof Value.Fields fields)) {
            throw ModuleException.invalidArgument(
                    args.position("rules"), "'rules' must be a path or a mapping, not " + value.kind(), "");
        }
        Map<String, String> paths = new LinkedHashMap<>();
        fields.fields().forEach((database, path) -> paths.put(database, path.show()));
        return paths;
    }

    private static Source readSource(Args args, PlanningContext context, String path) throws ModuleException {
        try {
            return context.file(path);
        } catch (PortException e) {
            throw ModuleException.invalidArgument(
                    args.position("rules"),
                    "the rules file " + path + " cannot be read: " + e.getMessage(),
                    "a relative path is looked up in the runbook's folder, then in the project's root");
        }
    }
}
