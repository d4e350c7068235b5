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

/** Reads a runbook and collects all mistakes of the file in one pass. */
final class RunbookReader {

    private final LoadContext loadContext;
    private final Problems problems;
    private final Problems found = new Problems();

    RunbookReader(LoadContext loadContext, Problems problems) {
        this.loadContext = loadContext;
        this.problems = problems;
    }

    Optional<Runbook> read(Source source) {
        List<Play> plays = new ArrayList<>();
        LoadState state = new LoadState(loadContext, found);
        Optional<Node> top = Yaml.read(source, found);
        if (top.isPresent() && top.get() instanceof Node.Sequence sequence) {
            PlayReader reader = new PlayReader(state);
            sequence.items().forEach(item -> plays.add(reader.read(item)));
            state.values().run(found);
        } else if (top.isPresent()) {
            found.add(
                    "wrong-type",
                    top.get().position(),
                    "a runbook must be a list of plays, not " + top.get().kind(),
                    "start each play with '- name: ...'");
        } else if (found.isEmpty()) {
            found.add("empty-runbook", source.start(), "the runbook has no plays", "start with '- name: ...'");
        }
        found.toSortedList().forEach(problems::add);
        return found.isEmpty()
                ? Optional.of(new Runbook(source, plays, state.values().referencedNames()))
                : Optional.empty();
    }

    static Map<String, Variable> vars(MappingReader reader, Problems problems) {
        return reader.readEach("vars", (name, node) -> Variable.parse(new Node.Entry(name, node), problems));
    }

    static Set<String> tags(MappingReader reader, Set<String> inherited) {
        Set<String> tags = new LinkedHashSet<>(inherited);
        reader.texts("tags").forEach(tag -> tags.add(tag.text()));
        return tags;
    }
}
