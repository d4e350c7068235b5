package dev.runbook.modules;

import dev.runbook.expression.Value;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.TimeSpan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of a task as values, with the defaults of the module filled in; all have the same position. */
public final class FixedArgs implements Args {

    private static final Position HERE = new Source("runbook.yml", "").start();

    private final Map<String, Value> written;
    private final Map<String, Value> whole;

    private FixedArgs(Map<String, Value> written, Map<String, Value> whole) {
        this.written = written;
        this.whole = whole;
    }

    /** The arguments {@code name, value, name, value, ...} for a module. */
    public static FixedArgs of(Module module, Object... namesAndValues) {
        Map<String, Value> written = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            written.put(namesAndValues[i].toString(), SdkValues.value(namesAndValues[i + 1]));
        }
        return of(module, written);
    }

    /** Arguments for a module. */
    public static FixedArgs of(Module module, Map<String, Value> written) {
        Map<String, Value> whole = new LinkedHashMap<>(written);
        for (ParamSpec param : module.params()) {
            param.defaultValue().ifPresent(text -> whole.putIfAbsent(param.name(), fallback(param, text)));
        }
        return new FixedArgs(Map.copyOf(written), whole);
    }

    private static Value fallback(ParamSpec param, String text) {
        return switch (param.type()) {
            case BOOLEAN -> new Value.Bool(Boolean.parseBoolean(text));
            case WHOLE -> new Value.Whole(Long.parseLong(text));
            case LIST -> new Value.Items(List.of());
            case MAPPING -> new Value.Fields(Map.of());
            default -> new Value.Text(text);
        };
    }

    @Override
    public Position position(String name) {
        return HERE;
    }

    @Override
    public Position position() {
        return HERE;
    }

    @Override
    public Optional<Node> node(String name) {
        return Optional.empty();
    }

    @Override
    public boolean has(String name) {
        return whole.containsKey(name);
    }

    @Override
    public Value value(String name) {
        return whole.getOrDefault(name, new Value.UndefinedName(name));
    }

    @Override
    public String text(String name) throws ModuleException {
        Value value = value(name);
        return value instanceof Value.Secret secret
                ? secret.reveal()
                : as(Value.Text.class, name, value).text();
    }

    @Override
    public Optional<String> textIfGiven(String name) throws ModuleException {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    @Override
    public boolean truth(String name) throws ModuleException {
        return as(Value.Bool.class, name, value(name)).isTrue();
    }

    @Override
    public long whole(String name) throws ModuleException {
        return as(Value.Whole.class, name, value(name)).number();
    }

    @Override
    public Duration duration(String name) throws ModuleException {
        return TimeSpan.parse(value(name).show())
                .orElseThrow(() -> ModuleException.invalidArgument(HERE, "'" + name + "' is no duration", "10m"));
    }

    @Override
    public List<Value> list(String name) throws ModuleException {
        return as(Value.Items.class, name, value(name)).items();
    }

    @Override
    public Value.Fields fields(String name) throws ModuleException {
        return as(Value.Fields.class, name, value(name));
    }

    @Override
    public List<Condition> conditions(String name) {
        List<Value> outcomes = value(name) instanceof Value.Items items ? items.items() : List.of(value(name));
        return outcomes.stream()
                .map(outcome -> new Condition("condition " + outcomes.indexOf(outcome), outcome, HERE))
                .toList();
    }

    @Override
    public Value.Fields all() {
        return new Value.Fields(written);
    }

    private static <V extends Value> V as(Class<V> type, String name, Value value) throws ModuleException {
        if (!type.isInstance(value)) {
            throw ModuleException.invalidArgument(HERE, "'" + name + "' is " + value.kind(), "");
        }
        return type.cast(value);
    }
}
