package dev.runbook.cli.project;

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
 * @param secretPrompts the variables of secret prompts
 * @param visibleNames the variables that a task without {@code no_log} reads
 */
record ExtraVarSecrets(Set<String> secretPrompts, Set<String> visibleNames) {

    ExtraVarSecrets {
        secretPrompts = Set.copyOf(secretPrompts);
        visibleNames = Set.copyOf(visibleNames);
    }

    static ExtraVarSecrets of(Runbook runbook, Inventory inventory) {
        return new ExtraVarSecrets(secretPrompts(Optional.of(runbook)), VisibleVariables.of(runbook, inventory));
    }

    /** The variables of the secret prompts of the runbook. */
    static Set<String> secretPrompts(Optional<Runbook> runbook) {
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
                .filter(value -> isSecret(value.getKey()) || containsSecret(value.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The values with secret ones marked as secret, except numbers. */
    Map<String, Value> markSecrets(Map<String, Value> values) {
        Map<String, Value> concealed = new LinkedHashMap<>();
        values.forEach((name, value) -> concealed.put(name, markSecrets(name, value)));
        return concealed;
    }

    private Value markSecrets(String name, Value value) {
        boolean number = value instanceof Value.Whole || value instanceof Value.Decimal;
        return isSecret(name) && !number ? value.asSecret() : value;
    }

    /** A value for a message, with secrets hidden. */
    String displayValue(String name, Value value) {
        return isSecret(name) ? "..." : value.show();
    }

    private boolean isSecret(String name) {
        return secretPrompts.contains(name) || !visibleNames.contains(name);
    }

    private static boolean containsSecret(Value value) {
        return value.show().contains(new Value.Secret("").show());
    }
}
