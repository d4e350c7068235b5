package dev.runbook.runbook;

import dev.runbook.yaml.Position;
import java.util.List;
import java.util.stream.Stream;

/**
 * Parts that fail together: what is in {@code rescue} is done when one of them fails, what is in {@code always} whatever
 * happens. The block's keywords are its tasks' already.
 */
public record Block(List<Part> parts, List<Part> rescue, List<Part> always, Position position) implements Part {

    public Block {
        parts = List.copyOf(parts);
        rescue = List.copyOf(rescue);
        always = List.copyOf(always);
    }

    @Override
    public Stream<Task> tasks() {
        return all().flatMap(Part::tasks);
    }

    @Override
    public Stream<Include> includes() {
        return all().flatMap(Part::includes);
    }

    private Stream<Part> all() {
        return Stream.of(parts, rescue, always).flatMap(List::stream);
    }
}
