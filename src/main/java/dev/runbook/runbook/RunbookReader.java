package dev.runbook.runbook;

import dev.runbook.expression.Variable;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads plays; collects every mistake of the file in one pass. */
final class RunbookReader {

    private final Surroundings surroundings;
    private final Problems problems;
    private final Problems found = new Problems();
    private final NameCheck names;
    private final Map<String, Position> ids = new HashMap<>();

    RunbookReader(Surroundings surroundings, Problems problems) {
        this.surroundings = surroundings;
        this.problems = problems;
        this.names = new NameCheck(surroundings.variables(), found);
    }

    Optional<Runbook> read(Source source) {
        List<Play> plays = new ArrayList<>();
        Optional<Node> top = Yaml.read(source, found);
        if (top.isPresent() && top.get() instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> plays.add(play(item)));
        } else if (top.isPresent()) {
            found.add(
                    "wrong-type",
                    top.get().position(),
                    "a runbook must be a list of plays, not " + top.get().kind(),
                    "start each play with '- name: ...'");
        } else if (found.isEmpty()) {
            found.add("empty-runbook", source.start(), "the runbook holds no play", "start with '- name: ...'");
        }
        found.sorted().forEach(problems::add);
        return found.isEmpty() ? Optional.of(new Runbook(source, plays)) : Optional.empty();
    }

    private Play play(Node node) {
        MappingReader reader = MappingReader.of(node, "a play", found);
        Optional<String> name = reader.text("name");
        Node.Scalar pairs = reader.scalar("pairs").orElse(new Node.Scalar("all", false, node.position()));
        Map<String, Variable> vars = new LinkedHashMap<>();
        for (Node.Scalar file : reader.texts("vars_files")) {
            vars.putAll(varsFile(file));
        }
        vars.putAll(vars(reader, found));
        Set<String> tags = tags(reader, Set.of());
        boolean anyErrorsFatal = reader.bool("any_errors_fatal").orElse(false);
        names.enterPlay(vars);
        List<Task> tasks = new ArrayList<>();
        TaskReader taskReader = new TaskReader(surroundings.modules(), names, ids, found);
        reader.required("tasks");
        reader.items("tasks").forEach(task -> taskReader.read(task, tags).ifPresent(tasks::add));
        names.checkPlayVars(tasks);
        reader.done();
        return new Play(name.orElse(pairs.text()), pairs, vars, tags, anyErrorsFatal, tasks, node.position());
    }

    private Map<String, Variable> varsFile(Node.Scalar path) {
        Optional<Source> file =
                surroundings.files().find(path.text(), path.position().source());
        if (file.isEmpty()) {
            found.add(
                    "missing-file",
                    path.position(),
                    "there is no file '" + path.text() + "'",
                    "the path starts at the runbook's folder");
            return Map.of();
        }
        Map<String, Variable> vars = new LinkedHashMap<>();
        Yaml.read(file.get(), found)
                .map(node -> MappingReader.of(node, "a file of variables", found))
                .ifPresent(reader -> reader.others()
                        .forEach(entry -> Variable.parse(entry, found)
                                .ifPresent(variable -> vars.put(variable.name(), variable))));
        return vars;
    }

    static Map<String, Variable> vars(MappingReader reader, Problems problems) {
        return reader.each("vars", (name, node) -> Variable.parse(new Node.Entry(name, node), problems));
    }

    static Set<String> tags(MappingReader reader, Set<String> inherited) {
        Set<String> tags = new LinkedHashSet<>(inherited);
        reader.texts("tags").forEach(tag -> tags.add(tag.text()));
        return tags;
    }
}
