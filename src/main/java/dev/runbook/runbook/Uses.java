package dev.runbook.runbook;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Reference;
import dev.runbook.expression.Template;
import java.util.List;
import java.util.stream.Stream;

/**
 * The expressions of one place of a runbook.
 *
 * @param guards conditions without which none of the others is evaluated
 */
record Uses(List<Expression> guards, List<Expression> conditions, List<Template> templates) {

    Uses {
        guards = List.copyOf(guards);
        conditions = List.copyOf(conditions);
        templates = List.copyOf(templates);
    }

    static Uses of(List<Template> templates) {
        return new Uses(List.of(), List.of(), templates);
    }

    List<Reference> references() {
        Stream<Reference> inConditions = Stream.concat(guards.stream(), conditions.stream())
                .flatMap(condition -> condition.references().stream());
        return Stream.concat(inConditions, templates.stream().flatMap(template -> template.references().stream()))
                .toList();
    }
}
