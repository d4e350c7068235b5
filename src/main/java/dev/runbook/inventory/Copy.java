package dev.runbook.inventory;

import dev.runbook.expression.Template;
import dev.runbook.yaml.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Objects to copy from one bucket to another; the values may be expressions.
 *
 * @param options further options of the copy, such as {@code delete} and {@code delete_max}, by key
 */
public record Copy(
        Location source,
        Location target,
        List<Template> include,
        List<Template> exclude,
        Map<String, Template> options,
        Template entry,
        Position position) {

    public Copy {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        options = Map.copyOf(options);
    }

    /** A bucket, or the part of it below a prefix; the account defaults to that of the side. */
    public record Location(Template bucket, Optional<Template> prefix, Optional<String> account, Position position) {}
}
