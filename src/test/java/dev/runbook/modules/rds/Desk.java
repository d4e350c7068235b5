package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Description;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.View;
import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.Vault;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a module sees while it plans, held in plain values: a world and a refresh; warnings are kept. */
record Desk(World world, Refresh refresh, List<String> warnings) implements View {

    static Refresh refresh(List<String> quarantine, Optional<Refresh.Login> login) {
        return new Refresh(
                "r1",
                "demo",
                side("mitosis-prod", Optional.empty()),
                side("mitosis-demo", login),
                new Refresh.Names("temp-", "old-"),
                quarantine,
                Set.of(new InstanceId("mitosis-prod")),
                List.of());
    }

    static Refresh.Side side(String instance, Optional<Refresh.Login> login) {
        return new Refresh.Side(
                new InstanceId(instance),
                "main",
                List.of("shop"),
                login,
                Optional.empty(),
                DatabaseAddress.Tls.DISABLE);
    }

    static Desk of(World world, Refresh refresh) {
        return new Desk(world, refresh, new ArrayList<>());
    }

    @Override
    public Purpose purpose() {
        return Purpose.CHECK;
    }

    @Override
    public Optional<ObjectListing> buckets(String account) {
        return Optional.empty();
    }

    @Override
    public Database database() {
        throw new UnsupportedOperationException("no database here");
    }

    @Override
    public Vault vault() {
        return new Vault() {
            @Override
            public Optional<Password> password(ResourceId instance) {
                return Optional.empty();
            }

            @Override
            public void keep(ResourceId instance, Password password) {
                throw new IllegalStateException("a plan changes nothing");
            }

            @Override
            public Password random() {
                return new Password("random-password");
            }
        };
    }

    @Override
    public Source file(String path) {
        throw new UnsupportedOperationException("no files here");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public String task() {
        return "task";
    }

    @Override
    public void foresee(Description call) {
        throw new UnsupportedOperationException("nothing is foreseen here");
    }

    @Override
    public void warn(String text) {
        warnings.add(text);
    }

    /** Arguments of a task, each given as text or truth. */
    record Given(Map<String, Value> values) implements Args {

        private static final Map<String, Value> FALLBACKS = Map.of(
                "method", new Value.Text("auto"),
                "quarantine", new Value.Bool(true),
                "masked", new Value.Text("required"),
                "undo", new Value.Bool(false),
                "restarted", new Value.Text("required"),
                "final_snapshot", new Value.Bool(false),
                "delete_automated_backups", new Value.Bool(true));

        static Given of(Object... keysAndValues) {
            Map<String, Value> values = new LinkedHashMap<>(FALLBACKS);
            for (int at = 0; at < keysAndValues.length; at += 2) {
                Object given = keysAndValues[at + 1];
                values.put(
                        (String) keysAndValues[at],
                        given instanceof Boolean truth ? new Value.Bool(truth) : new Value.Text((String) given));
            }
            return new Given(values);
        }

        @Override
        public Position position(String name) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public Position position() {
            throw new UnsupportedOperationException("task");
        }

        @Override
        public boolean has(String name) {
            return values.containsKey(name);
        }

        @Override
        public Value value(String name) {
            return values.getOrDefault(name, new Value.Undefined(name));
        }

        @Override
        public String text(String name) {
            return ((Value.Text) value(name)).text();
        }

        @Override
        public Optional<String> textIfGiven(String name) {
            return has(name) ? Optional.of(text(name)) : Optional.empty();
        }

        @Override
        public boolean truth(String name) {
            return ((Value.Bool) value(name)).truth();
        }

        @Override
        public long whole(String name) {
            return ((Value.Whole) value(name)).number();
        }

        @Override
        public Duration duration(String name) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public List<Value> list(String name) {
            return ((Value.Items) value(name)).items();
        }

        @Override
        public Value.Fields fields(String name) {
            return (Value.Fields) value(name);
        }

        @Override
        public List<Condition> conditions(String name) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public Value.Fields all() {
            return new Value.Fields(values);
        }
    }
}
