package dev.runbook.runbook;

import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the parts of a play: tasks, blocks, includes. */
final class PartReader {

    /** What a rescue knows about what it takes over: {@code failed_task} and {@code failed_result}. */
    static final Set<String> FAILED = Set.of("failed_task", "failed_result");

    private final Reading reading;
    private final TaskReader tasks;
    private final IncludeReader includes;

    PartReader(Reading reading) {
        this.reading = reading;
        this.tasks = new TaskReader(reading);
        this.includes = new IncludeReader(reading, this);
    }

    List<Part> parts(List<Node> nodes, Site site) {
        List<Part> parts = new ArrayList<>();
        nodes.forEach(node -> part(node, site).ifPresent(parts::add));
        return parts;
    }

    /** Handlers are tasks: neither blocks nor includes. */
    List<Task> handlers(List<Node> nodes, Site site) {
        List<Task> handlers = new ArrayList<>();
        nodes.forEach(node -> tasks.read(node, site.handlers()).ifPresent(handlers::add));
        return handlers;
    }

    private Optional<? extends Part> part(Node node, Site site) {
        if (has(node, "block")) {
            return Optional.of(block(node, site));
        }
        return has(node, "include") ? includes.read(node, site) : tasks.read(node, site);
    }

    private static boolean has(Node node, String key) {
        return node instanceof Node.Mapping mapping && mapping.get(key).isPresent();
    }

    private Block block(Node node, Site site) {
        Problems problems = reading.problems();
        MappingReader reader = MappingReader.of(node, "a block", problems);
        reader.text("name");
        Site inside = site.with(site.inherited().with(reader, reading.defaults(), problems));
        boolean hasRescue = !reader.items("rescue").isEmpty();
        List<Part> parts = parts(reader.items("block"), inside.block(hasRescue));
        if (reader.items("block").isEmpty()) {
            problems.add("empty-block", reader.position(), "the block has no tasks", "add tasks under 'block:'");
        }
        reading.names().enter(FAILED);
        List<Part> rescue = parts(reader.items("rescue"), inside.rescue());
        reading.names().leave();
        List<Part> always = parts(reader.items("always"), inside.always());
        reader.done();
        return new Block(parts, rescue, always, node.position());
    }
}
