package dev.runbook.runbook;

import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the parts of a play: tasks, blocks and includes. */
final class PartReader {

    /** The variables that are defined in a rescue: {@code failed_task} and {@code failed_result}. */
    static final Set<String> RESCUE_NAMES = Set.of("failed_task", "failed_result");

    private final LoadState state;
    private final TaskReader tasks;
    private final IncludeReader includes;

    PartReader(LoadState state) {
        this.state = state;
        this.tasks = new TaskReader(state);
        this.includes = new IncludeReader(state, this);
    }

    List<PlayPart> parts(List<Node> nodes, PartContext context) {
        List<PlayPart> parts = new ArrayList<>();
        nodes.forEach(node -> part(node, context).ifPresent(parts::add));
        return parts;
    }

    /** Reads handlers, which are tasks: neither blocks nor includes. */
    List<Task> handlers(List<Node> nodes, PartContext context) {
        List<Task> handlers = new ArrayList<>();
        nodes.forEach(node -> tasks.read(node, context.handlers()).ifPresent(handlers::add));
        return handlers;
    }

    private Optional<? extends PlayPart> part(Node node, PartContext context) {
        if (hasKey(node, "block")) {
            return Optional.of(block(node, context));
        }
        return hasKey(node, "include") ? includes.read(node, context) : tasks.read(node, context);
    }

    private static boolean hasKey(Node node, String key) {
        return node instanceof Node.Mapping mapping && mapping.get(key).isPresent();
    }

    private Block block(Node node, PartContext context) {
        Problems problems = state.problems();
        MappingReader reader = MappingReader.of(node, "a block", problems);
        reader.text("name");
        PartContext inside = context.with(context.inherited().with(reader, state.defaults(), problems));
        boolean hasRescue = !reader.items("rescue").isEmpty();
        List<PlayPart> parts = parts(reader.items("block"), inside.block(hasRescue));
        if (reader.items("block").isEmpty()) {
            problems.add("empty-block", reader.position(), "the block has no tasks", "add tasks under 'block:'");
        }
        state.names().enterScope(RESCUE_NAMES);
        List<PlayPart> rescue = parts(reader.items("rescue"), inside.rescue());
        state.names().leaveScope();
        List<PlayPart> always = parts(reader.items("always"), inside.always());
        reader.reportUnknownKeys();
        return new Block(parts, rescue, always, node.position());
    }
}
