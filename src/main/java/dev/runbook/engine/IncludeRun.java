package dev.runbook.engine;

import dev.runbook.expression.Expression;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.runbook.Include;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The passages of one pair through an included file: one, or one for every item of its loop. */
final class IncludeRun {

    /** What is done with each passage. */
    interface Visitor {

        /**
         * Carries the passage out, or accounts for its tasks.
         *
         * @param leftOut why the passage is left out; empty when it is not
         */
        Passage visit(Include include, Frame frame, Optional<String> leftOut) throws InterruptedException;
    }

    private final Include include;
    private final Frame frame;
    private final TaskRun.Bench bench;
    private final Play play;

    IncludeRun(Include include, Frame frame, TaskRun.Bench bench, Play play) {
        this.include = include;
        this.frame = frame;
        this.bench = bench;
        this.play = play;
    }

    Passage each(Visitor visitor) throws ExpressionException, InterruptedException {
        if (include.loop().isEmpty()) {
            return once(visitor, OptionalInt.empty(), Map.of());
        }
        Task.Loop loop = include.loop().get();
        Value items = loop.items().evaluate(scope(Map.of()));
        if (items instanceof Value.Unknown) {
            return visitor.visit(include, frame, Optional.of("the items are decided at run time"));
        }
        List<Value> list = Loops.list(loop, items);
        if (list.isEmpty()) {
            return visitor.visit(include, frame, Optional.of("no items in the list"));
        }
        Passage passage = Passage.on();
        for (int index = 0; index < list.size() && passage.goesOn(); index++) {
            passage = once(visitor, OptionalInt.of(index), Loops.names(loop, list.get(index), index));
        }
        return passage;
    }

    private Passage once(Visitor visitor, OptionalInt index, Map<String, Value> item)
            throws ExpressionException, InterruptedException {
        Scope scope = scope(item);
        Optional<String> leftOut = leftOut(scope, index);
        Map<String, Value> names = new LinkedHashMap<>(item);
        if (leftOut.isEmpty()) {
            for (Include.Input input : include.inputs().values()) {
                names.put(input.name(), Inputs.typed(input, input.value().evaluate(scope)));
            }
        }
        return visitor.visit(include, frame.within(include, index, names), leftOut);
    }

    private Optional<String> leftOut(Scope scope, OptionalInt index) throws ExpressionException {
        String place = frame.within(include, index, Map.of()).actual();
        for (Expression condition : include.when()) {
            if (!bench.conditions(place).holds(condition, scope)) {
                return Optional.of("when " + condition + " is false");
            }
        }
        return Optional.empty();
    }

    private Scope scope(Map<String, Value> item) {
        return bench.scopes().of(play, Map.of(), frame.with(item).names(), include.position());
    }
}
