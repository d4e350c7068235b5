package dev.runbook.inventory;

import dev.runbook.yaml.Glob;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may never be a target: names of instances and buckets by glob, and accounts by id or name. */
public record Protection(List<Rule> rules) {

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern LIKE_ACCOUNT = Pattern.compile("[0-9]{10,14}|[0-9]{4}-[0-9]{4}-[0-9]{4}");

    public Protection {
        rules = List.copyOf(rules);
    }

    /**
     * One entry: a glob such as {@code prod-*}, twelve digits for an account, or an account's name.
     *
     * @param names matches names in small letters, because AWS ignores case in names of instances
     */
    public record Rule(String pattern, Glob names, Position position) {

        /** The rule; empty when it is none, which then is among the problems. */
        static Optional<Rule> read(Node.Scalar written, Problems problems) {
            String pattern = written.text();
            if (LIKE_ACCOUNT.matcher(pattern).matches()
                    && !ACCOUNT.matcher(pattern).matches()) {
                problems.add(
                        "bad-account-id",
                        written.position(),
                        "'" + pattern + "' is not an account id",
                        "write its twelve digits in quotes, without hyphens");
                return Optional.empty();
            }
            return Glob.read(pattern.toLowerCase(Locale.ROOT), written.position(), Glob.GlobKind.NAME, problems)
                    .map(names -> new Rule(pattern, names, written.position()));
        }

        boolean isAccount() {
            return ACCOUNT.matcher(pattern).matches();
        }

        /** What it does, with its place: {@code protected by 'prod-*' (inventory.yml:2:11)}. */
        public String describe() {
            return "protected by '" + pattern + "' (" + position + ")";
        }
    }

    /** The rule that protects an instance or bucket of this name; empty when none does. */
    public Optional<Rule> ruleFor(String name) {
        return rules.stream()
                .filter(rule -> !rule.isAccount())
                .filter(rule -> rule.names().matches(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
