package dev.runbook.modules;

import dev.runbook.expression.Value;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The resolved arguments of one task, already checked against its {@link ParamSpec}s, fallbacks filled in. A getter throws
 * {@link ModuleException} with the argument's position when the value is known only when run, or is of another type.
 */
public interface Args {

    /** Where the argument's value stands; the task's module key when it is not given. */
    Position position(String name);

    Position position();

    boolean has(String name);

    /** What the file gives for it, for the places inside; empty when the value does not come from a file. */
    Optional<Node> node(String name);

    /** The value as it is, unknown and secret included; {@link Value.Undefined} when not given. */
    Value value(String name);

    String text(String name) throws ModuleException;

    Optional<String> textIfGiven(String name) throws ModuleException;

    boolean truth(String name) throws ModuleException;

    long whole(String name) throws ModuleException;

    Duration duration(String name) throws ModuleException;

    List<Value> list(String name) throws ModuleException;

    Value.Fields fields(String name) throws ModuleException;

    /** The outcome of a {@link ValueType#CONDITION}: each condition's source text with its value. */
    List<Condition> conditions(String name) throws ModuleException;

    /** Every argument given, in the order written. */
    Value.Fields all();

    /** A bare condition and what it came to: {@link Value.Bool} or {@link Value.Unknown}. */
    record Condition(String text, Value outcome, Position position) {}
}
