package dev.runbook.cli;

import dev.runbook.engine.run.VisibleVariables;
import dev.runbook.expression.Value;
import dev.runbook.inventory.Inventory;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Runbook;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which values of {@code -e} are secret: variables named like a secret, answers to secret prompts, and variables that
 * only tasks with {@code no_log} read.
 *
 * @param prompted the variables of secret prompts
 * @param visible the variables that a task without {@code no_log} reads
 */
record GivenSecrets(Set<String> prompted, Set<String> visible) {

    GivenSecrets {
        prompted = Set.copyOf(prompted);
        visible = Set.copyOf(visible);
    }

    static GivenSecrets of(Runbook runbook, Inventory inventory) {
        return new GivenSecrets(prompted(Optional.of(runbook)), VisibleVariables.of(runbook, inventory));
    }

    /** The variables of the secret prompts of the runbook. */
    static Set<String> prompted(Optional<Runbook> runbook) {
        return runbook.stream()
                .flatMap(found -> found.plays().stream())
                .flatMap(play -> play.prompts().stream())
                .filter(Play.Prompt::secret)
                .map(Play.Prompt::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The names of the secret values. */
    Set<String> names(Map<String, Value> values) {
        return values.entrySet().stream()
                .filter(value -> isSecret(value.getKey()) || holdsSecret(value.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The values with secret ones marked as secret, except numbers. */
    Map<String, Value> conceal(Map<String, Value> values) {
        Map<String, Value> concealed = new LinkedHashMap<>();
        values.forEach((name, value) -> concealed.put(name, conceal(name, value)));
        return concealed;
    }

    private Value conceal(String name, Value value) {
        boolean number = value instanceof Value.Whole || value instanceof Value.Decimal;
        return isSecret(name) && !number ? value.concealed() : value;
    }

    /** A value for a message, with secrets hidden. */
    String shown(String name, Value value) {
        return isSecret(name) ? "..." : value.show();
    }

    private boolean isSecret(String name) {
        return prompted.contains(name) || !visible.contains(name);
    }

    private static boolean holdsSecret(Value value) {
        return value.show().contains(new Value.Secret("").show());
    }
}
