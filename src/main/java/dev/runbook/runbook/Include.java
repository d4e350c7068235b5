package dev.runbook.runbook;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Reference;
import dev.runbook.expression.Template;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parts of another file, once or per item of a list. All its tasks are known before the run.
 *
 * @param id the first part of the ids of its tasks: {@code media} in {@code media.copy}
 * @param when all must be true; evaluated once for the whole file, per item of a loop
 * @param inputs the inputs that the file declares, with their values or defaults
 */
public record Include(
        String id,
        List<Expression> when,
        Optional<Task.Loop> loop,
        Map<String, InputValue> inputs,
        List<PlayPart> parts,
        Position position)
        implements PlayPart {

    public Include {
        when = List.copyOf(when);
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        parts = List.copyOf(parts);
    }

    /**
     * An input of the included file.
     *
     * @param value evaluated where the file is included
     */
    public record InputValue(String name, ValueType type, Template value) {}

    @Override
    public Stream<Task> tasks() {
        return parts.stream().flatMap(PlayPart::tasks);
    }

    @Override
    public Stream<Include> includes() {
        return Stream.concat(Stream.of(this), parts.stream().flatMap(PlayPart::includes));
    }

    /** The variables that decide whether and how often the file is included. */
    public List<Reference> references() {
        List<Template> ofLoop = new ArrayList<>();
        loop.ifPresent(each -> {
            ofLoop.add(each.items());
            each.label().ifPresent(ofLoop::add);
        });
        return new ExpressionUses(when, List.of(), ofLoop).references();
    }
}
