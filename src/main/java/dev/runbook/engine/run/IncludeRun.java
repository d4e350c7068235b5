package dev.runbook.engine.run;

import dev.runbook.engine.change.Skip;
import dev.runbook.engine.task.IncludeInputs;
import dev.runbook.engine.task.LoopItems;
import dev.runbook.engine.task.TaskContext;
import dev.runbook.engine.task.VariableFrame;
import dev.runbook.expression.Expression;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.journal.SkipReason;
import dev.runbook.runbook.Include;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs an included file for one pair: once, or once per item of its loop. */
final class IncludeRun {

    /** What is done with each passage. */
    interface Visitor {

        /**
         * Carries the passage out, or accounts for its tasks.
         *
         * @param leftOut why the passage is left out; empty when it is not
         */
        FlowResult visit(Include include, VariableFrame frame, Optional<Skip> leftOut) throws InterruptedException;
    }

    private final Include include;
    private final VariableFrame frame;
    private final TaskContext context;
    private final Play play;

    IncludeRun(Include include, VariableFrame frame, TaskContext context, Play play) {
        this.include = include;
        this.frame = frame;
        this.context = context;
        this.play = play;
    }

    FlowResult each(Visitor visitor) throws ExpressionException, InterruptedException {
        if (include.loop().isEmpty()) {
            return once(visitor, OptionalInt.empty(), Map.of());
        }
        Task.Loop loop = include.loop().get();
        Value items = loop.items().evaluate(scope(Map.of()));
        if (items instanceof Value.Unknown) {
            return visitor.visit(include, frame, skip(SkipReason.ITEMS_UNKNOWN, "the items are decided at run time"));
        }
        List<Value> list = LoopItems.list(loop, items);
        if (list.isEmpty()) {
            return visitor.visit(include, frame, skip(SkipReason.NO_ITEMS, "no items in the list"));
        }
        FlowResult flow = FlowResult.proceed();
        for (int index = 0; index < list.size() && flow.continues(); index++) {
            flow = once(visitor, OptionalInt.of(index), LoopItems.names(loop, list.get(index), index));
        }
        return flow;
    }

    private FlowResult once(Visitor visitor, OptionalInt index, Map<String, Value> item)
            throws ExpressionException, InterruptedException {
        Scope scope = scope(item);
        Optional<Skip> leftOut = skipReason(scope, index);
        Map<String, Value> names = new LinkedHashMap<>(item);
        if (leftOut.isEmpty()) {
            for (Include.InputValue input : include.inputs().values()) {
                names.put(
                        input.name(), IncludeInputs.convert(input, input.value().evaluate(scope)));
            }
        }
        return visitor.visit(include, frame.within(include, index, names), leftOut);
    }

    private Optional<Skip> skipReason(Scope scope, OptionalInt index) throws ExpressionException {
        String place = frame.within(include, index, Map.of()).actual();
        for (Expression condition : include.when()) {
            if (!context.conditions(place).isTrue(condition, scope)) {
                return skip(SkipReason.CONDITION_FALSE, "when " + condition + " is false");
            }
        }
        return Optional.empty();
    }

    private static Optional<Skip> skip(SkipReason reason, String text) {
        return Optional.of(new Skip(reason, text));
    }

    private Scope scope(Map<String, Value> item) {
        return context.scopes().of(play, Map.of(), frame.with(item).names(), include.position());
    }
}
