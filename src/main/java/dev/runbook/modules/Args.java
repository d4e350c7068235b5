package dev.runbook.modules;

import dev.runbook.expression.Value;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The evaluated arguments of one task, validated against its {@link ParamSpec}s and with defaults filled in. A typed getter
 * throws {@link ModuleException} with the argument's position if the value is known only at run time or has another type.
 */
public interface Args {

    /** Position of the argument's value in the file; that of the task's module key if the argument is not given. */
    Position position(String name);

    Position position();

    boolean has(String name);

    /** The argument's node in the file, for the positions of its parts; empty if the value does not come from a file. */
    Optional<Node> node(String name);

    /** The value, which may be unknown or secret; {@link Value.UndefinedName} if the argument is not given. */
    Value value(String name);

    String text(String name) throws ModuleException;

    Optional<String> textIfGiven(String name) throws ModuleException;

    boolean truth(String name) throws ModuleException;

    long whole(String name) throws ModuleException;

    Duration duration(String name) throws ModuleException;

    List<Value> list(String name) throws ModuleException;

    Value.Fields fields(String name) throws ModuleException;

    /** The conditions of a {@link ValueType#CONDITION} argument, each with its source text and its value. */
    List<Condition> conditions(String name) throws ModuleException;

    /** All given arguments, in the order of the file. */
    Value.Fields all();

    /** A condition with its value: {@link Value.Bool} or {@link Value.Unknown}. */
    record Condition(String text, Value outcome, Position position) {}
}
