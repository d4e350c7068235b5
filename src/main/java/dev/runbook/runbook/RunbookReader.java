package dev.runbook.runbook;

import dev.runbook.expression.Variable;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.util.ArrayList;
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

    RunbookReader(Surroundings surroundings, Problems problems) {
        this.surroundings = surroundings;
        this.problems = problems;
    }

    Optional<Runbook> read(Source source) {
        List<Play> plays = new ArrayList<>();
        Reading reading = new Reading(surroundings, found);
        Optional<Node> top = Yaml.read(source, found);
        if (top.isPresent() && top.get() instanceof Node.Sequence sequence) {
            PlayReader reader = new PlayReader(reading);
            sequence.items().forEach(item -> plays.add(reader.read(item)));
            reading.values().run(found);
        } else if (top.isPresent()) {
            found.add(
                    "wrong-type",
                    top.get().position(),
                    "a runbook must be a list of plays, not " + top.get().kind(),
                    "start each play with '- name: ...'");
        } else if (found.isEmpty()) {
            found.add("empty-runbook", source.start(), "the runbook has no plays", "start with '- name: ...'");
        }
        found.sorted().forEach(problems::add);
        return found.isEmpty()
                ? Optional.of(new Runbook(source, plays, reading.values().reads()))
                : Optional.empty();
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
