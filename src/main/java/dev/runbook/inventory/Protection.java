package dev.runbook.inventory;

import dev.runbook.yaml.Position;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What may never be a target: names of instances and buckets by glob, and accounts by id. */
public record Protection(List<Rule> rules) {

    public Protection {
        rules = List.copyOf(rules);
    }

    /** One entry: a glob such as {@code prod-*}, or twelve digits for an account. */
    public record Rule(String pattern, Position position) {

        boolean isAccount() {
            return pattern.matches("[0-9]{12}");
        }
    }

    /** The rule that protects an instance or bucket of this name; empty when none does. */
    public Optional<Rule> name(String name) {
        return rules.stream()
                .filter(rule -> !rule.isAccount())
                .filter(rule -> Glob.matches(rule.pattern().toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** The rule that protects everything in this account; empty when none does. */
    public Optional<Rule> account(String id) {
        return rules.stream()
                .filter(rule -> rule.isAccount() && rule.pattern().equals(id))
                .findFirst();
    }
}
