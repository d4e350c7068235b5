package dev.runbook.runbook;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Reference;
import dev.runbook.expression.Template;
import java.util.List;
import java.util.stream.Stream;

/**
 * The expressions at one place of a runbook.
 *
 * @param guards conditions without which none of the others is evaluated
 */
record ExpressionUses(List<Expression> guards, List<Expression> conditions, List<Template> templates) {

    ExpressionUses {
        guards = List.copyOf(guards);
        conditions = List.copyOf(conditions);
        templates = List.copyOf(templates);
    }

    static ExpressionUses of(List<Template> templates) {
        return new ExpressionUses(List.of(), List.of(), templates);
    }

    List<Reference> references() {
        Stream<Reference> inConditions = Stream.concat(guards.stream(), conditions.stream())
                .flatMap(condition -> condition.references().stream());
        return Stream.concat(inConditions, templates.stream().flatMap(template -> template.references().stream()))
                .toList();
    }
}
