package dev.runbook.inventory;

import dev.runbook.yaml.Glob;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Resources that can never be a target: instances and buckets by glob, accounts by id or name. */
public record Protection(List<Rule> rules) {

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern LIKE_ACCOUNT = Pattern.compile("[0-9]{10,14}|[0-9]{4}-[0-9]{4}-[0-9]{4}");

    public Protection {
        rules = List.copyOf(rules);
    }

    /**
     * One entry: a glob such as {@code prod-*}, twelve digits for an account, or the name of an account.
     *
     * @param names a glob for names in lower case, because AWS ignores case in names of instances
     */
    public record Rule(String pattern, Glob names, Position position) {

        /** Reads a rule; empty if it is invalid, which is then among the problems. */
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

        /** The rule and its position for messages: {@code protected by 'prod-*' (inventory.yml:2:11)}. */
        public String describe() {
            return "protected by '" + pattern + "' (" + position + ")";
        }
    }

    /** The rule that protects an instance or bucket of this name; empty if there is none. */
    public Optional<Rule> ruleFor(String name) {
        return rules.stream()
                .filter(rule -> !rule.isAccount())
                .filter(rule -> rule.names().matches(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
