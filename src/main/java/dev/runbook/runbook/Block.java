package dev.runbook.runbook;

import dev.runbook.yaml.Position;
import java.util.List;
import java.util.stream.Stream;

/**
 * Parts that are handled together: {@code rescue} runs when one of them fails, {@code always} in every case. The tasks
 * already contain the keywords of the block.
 */
public record Block(List<PlayPart> parts, List<PlayPart> rescue, List<PlayPart> always, Position position)
        implements PlayPart {

    public Block {
        parts = List.copyOf(parts);
        rescue = List.copyOf(rescue);
        always = List.copyOf(always);
    }

    @Override
    public Stream<Task> tasks() {
        return all().flatMap(PlayPart::tasks);
    }

    @Override
    public Stream<Include> includes() {
        return all().flatMap(PlayPart::includes);
    }

    private Stream<PlayPart> all() {
        return Stream.of(parts, rescue, always).flatMap(List::stream);
    }
}
