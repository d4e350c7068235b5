package dev.runbook.inventory;

import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks rules across the parts of an inventory, above all that production can never become a target. */
final class InventoryCheck {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z](-?[A-Za-z0-9])*");
    private static final int IDENTIFIER_LENGTH_MAX = 63;

    private final Inventory inventory;
    private final Problems problems;

    InventoryCheck(Inventory inventory, Problems problems) {
        this.inventory = inventory;
        this.problems = problems;
    }

    void run() {
        inventory.groups().values().forEach(this::checkGroup);
        inventory.pairs().values().forEach(this::checkPair);
        checkSharedTargets();
        checkSourcesAsTargets();
        checkAccounts();
        BucketRules.ofLiterals(inventory).check(problems);
    }

    private void checkPair(Pair pair) {
        for (Side side : List.of(pair.source(), pair.target())) {
            checkIdentifier(side);
            checkAccount(side.account(), side.position());
        }
        pair.copies().forEach(copy -> {
            copy.source()
                    .account()
                    .ifPresent(name -> checkAccount(name, copy.source().position()));
            copy.target()
                    .account()
                    .ifPresent(name -> checkAccount(name, copy.target().position()));
        });
        pair.targetBuckets()
                .forEach(bucket -> bucket.account().ifPresent(name -> checkAccount(name, bucket.position())));
        if (isSameInstance(pair.source(), pair.target())) {
            refuse(
                    "source-is-target",
                    pair.target().position(),
                    "pair '" + pair.name() + "' has '" + pair.target().instance() + "' as source and as target",
                    "the target is the instance to refresh");
        }
        checkProtectedTarget(pair);
    }

    private void checkProtectedTarget(Pair pair) {
        Side target = pair.target();
        inventory
                .protection()
                .ruleFor(target.instance())
                .ifPresent(rule -> refuse(
                        "protected-target",
                        target.position(),
                        "target '" + target.instance() + "' is " + rule.describe(),
                        "a protected instance can only be a source; check whether source and target are swapped"));
        inventory
                .protectedAccounts()
                .ruleFor(target.account(), Optional.empty())
                .ifPresent(rule -> refuse(
                        "protected-target",
                        target.position(),
                        "target '" + target.instance() + "' is in account '" + target.account() + "', "
                                + rule.describe(),
                        "a protected account can only hold sources; check whether source and target are swapped"));
    }

    private void checkAccounts() {
        for (Account account : inventory.accounts().values()) {
            if (account.accountIds().size() > 1) {
                problems.add(
                        "wrong-account-id",
                        account.position(),
                        "account '" + account.name() + "' has the id "
                                + account.id().orElse("")
                                + ", but its role belongs to account "
                                + account.role()
                                        .flatMap(Account.Role::accountId)
                                        .orElse(""),
                        "correct one of them");
            }
        }
        for (Protection.Rule rule : inventory.protection().rules()) {
            inventory.accounts().values().stream()
                    .filter(account -> account.name().equalsIgnoreCase(rule.pattern())
                            && account.accountIds().isEmpty())
                    .forEach(account -> problems.add(
                            "protected-account-without-id",
                            rule.position(),
                            "account '" + account.name()
                                    + "' is protected but has no id, so it cannot be recognised under"
                                    + " another name",
                            "add its twelve digits: id: \"123456789012\""));
        }
    }

    private void checkIdentifier(Side side) {
        String name = side.instance();
        if (!name.isEmpty()
                && (name.length() > IDENTIFIER_LENGTH_MAX
                        || !IDENTIFIER.matcher(name).matches())) {
            problems.add(
                    "bad-instance-name",
                    side.position(),
                    "'" + name + "' is not a valid RDS instance name",
                    "use 1 to 63 letters, digits and single hyphens; start with a letter and do not end with a hyphen");
        }
    }

    private void checkAccount(String name, Position position) {
        if (!name.isEmpty() && !inventory.accounts().containsKey(name)) {
            problems.add(
                    "unknown-account",
                    position,
                    "unknown account '" + name + "'",
                    Nearest.hint(
                            name,
                            inventory.accounts().keySet(),
                            "known accounts: "
                                    + String.join(", ", inventory.accounts().keySet())));
        }
    }

    private void checkGroup(Group group) {
        for (Node.Scalar pair : group.pairs()) {
            checkExists("pair", pair, inventory.pairs().keySet());
        }
        for (Node.Scalar child : group.children()) {
            checkExists("group", child, inventory.groups().keySet());
        }
        findCycle(group.name(), new ArrayList<>())
                .ifPresent(path -> problems.add(
                        "group-circle",
                        group.position(),
                        "group '" + group.name() + "' contains itself: " + String.join(" -> ", path),
                        "remove one of the children"));
    }

    private void checkExists(String kind, Node.Scalar name, Set<String> known) {
        if (!known.contains(name.text())) {
            problems.add(
                    "unknown-" + kind,
                    name.position(),
                    "unknown " + kind + " '" + name.text() + "'",
                    Nearest.hint(name.text(), known, "known: " + String.join(", ", known)));
        }
    }

    /** The path from a group back to itself; empty if there is none. */
    private Optional<List<String>> findCycle(String name, List<String> path) {
        path.add(name);
        Group group = inventory.groups().get(name);
        if (group == null) {
            return Optional.empty();
        }
        for (Node.Scalar child : group.children()) {
            List<String> longer = new ArrayList<>(path);
            if (child.text().equals(path.get(0))) {
                longer.add(child.text());
                return Optional.of(longer);
            }
            Optional<List<String>> found =
                    path.contains(child.text()) ? Optional.empty() : findCycle(child.text(), longer);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private void checkSharedTargets() {
        Map<String, Pair> seen = new HashMap<>();
        for (Pair pair : inventory.pairs().values()) {
            Pair first = seen.putIfAbsent(key(pair.target()), pair);
            if (first != null) {
                problems.add(
                        "duplicate-target",
                        pair.target().position(),
                        "'" + pair.target().instance() + "' is the target of '" + first.name() + "' and of '"
                                + pair.name() + "'",
                        "each target belongs to one pair");
            }
        }
    }

    private void checkSourcesAsTargets() {
        Map<String, List<Pair>> reading = new HashMap<>();
        for (Pair pair : inventory.pairs().values()) {
            reading.computeIfAbsent(key(pair.source()), source -> new ArrayList<>())
                    .add(pair);
        }
        for (Pair pair : inventory.pairs().values()) {
            reading.getOrDefault(key(pair.target()), List.of()).stream()
                    .filter(other -> !pair.name().equals(other.name())
                            && !pair.target().instance().isEmpty())
                    .findFirst()
                    .ifPresent(other -> refuse(
                            "target-is-source",
                            pair.target().position(),
                            "target '" + pair.target().instance() + "' of pair '" + pair.name()
                                    + "' is the source of pair '" + other.name() + "'",
                            "a source may never be replaced; check whether source and target are swapped"));
        }
    }

    private boolean isSameInstance(Side one, Side other) {
        return !one.instance().isEmpty() && key(one).equals(key(other));
    }

    /** AWS ignores case in instance names. */
    private String key(Side side) {
        return inventory.locationKey(side.account()) + "/" + side.instance().toLowerCase(Locale.ROOT);
    }

    private void refuse(String what, Position position, String summary, String hint) {
        problems.add(Problem.REFUSAL + what, position, summary, hint);
    }
}
