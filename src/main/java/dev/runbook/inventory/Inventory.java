package dev.runbook.inventory;

import dev.runbook.expression.Reference;
import dev.runbook.expression.Scope;
import dev.runbook.expression.StaticCheck;
import dev.runbook.expression.Template;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The content of the inventory files: accounts, protected names, groups, and pairs in the order of the files. */
public record Inventory(
        Map<String, Account> accounts,
        Protection protection,
        Map<String, Variable> vars,
        Map<String, Group> groups,
        Map<String, Pair> pairs,
        Optional<SandboxConfig> sandbox) {

    /** A local sandbox in place of AWS: its fleet file and its state folder, relative to the inventory. */
    public record SandboxConfig(String fleet, String state, Source source) {}

    public Inventory {
        accounts = copyOf(accounts);
        vars = copyOf(vars);
        groups = copyOf(groups);
        pairs = copyOf(pairs);
    }

    /** Reads the files as one inventory; empty if they contain mistakes, which are all among the problems. */
    public static Optional<Inventory> read(List<Source> files, Problems problems) {
        Problems found = new Problems();
        Inventory inventory = new InventoryReader(found).read(files);
        new InventoryCheck(inventory, found).run();
        found.toSortedList().forEach(problems::add);
        return found.isEmpty() ? Optional.of(inventory) : Optional.empty();
    }

    public ProtectedAccounts protectedAccounts() {
        return new ProtectedAccounts(protection, accounts);
    }

    /**
     * A key that tells locations of instances apart: account id and region, or the name of the account if no id is
     * known.
     */
    public String locationKey(String account) {
        Optional<Account> found = Optional.ofNullable(accounts.get(account));
        Optional<String> number =
                found.flatMap(known -> known.accountIds().stream().findFirst());
        return number.map(digits -> digits + "/" + found.get().region()).orElse(account);
    }

    /** The pairs that match a pattern, in the order of the inventory; reports a pattern without match. */
    public List<Pair> select(Node.Scalar pattern, Problems problems) {
        return new PairPattern(this).select(pattern, problems);
    }

    /** The groups of a pair, each after its parents, so that the more specific one comes later. */
    public List<Group> groupsOf(Pair pair) {
        List<Group> ordered = new ArrayList<>();
        groups.values().forEach(group -> addAfterParents(group, ordered));
        return ordered.stream()
                .filter(group -> pairsOf(group).contains(pair.name()))
                .toList();
    }

    private void addAfterParents(Group group, List<Group> ordered) {
        if (ordered.contains(group)) {
            return;
        }
        groups.values().stream()
                .filter(parent -> parent.children().stream()
                        .anyMatch(child -> child.text().equals(group.name())))
                .forEach(parent -> addAfterParents(parent, ordered));
        ordered.add(group);
    }

    /** The names of the pairs in a group and its child groups, in the order of the inventory. */
    public Set<String> pairsOf(Group group) {
        Set<String> names = new LinkedHashSet<>();
        group.pairs().forEach(pair -> names.add(pair.text()));
        for (Node.Scalar child : group.children()) {
            Optional.ofNullable(groups.get(child.text())).ifPresent(inner -> names.addAll(pairsOf(inner)));
        }
        Set<String> ordered = new LinkedHashSet<>(pairs.keySet());
        ordered.retainAll(names);
        return ordered;
    }

    /** The name of every variable that the inventory sets for any pair. */
    public Set<String> variableNames() {
        Set<String> names = new LinkedHashSet<>(vars.keySet());
        groups.values().forEach(group -> names.addAll(group.vars().keySet()));
        pairs.values().forEach(pair -> names.addAll(pair.vars().keySet()));
        return names;
    }

    /**
     * Reports every undefined variable in an expression of the inventory, and the expressions that must fail whatever
     * the values are.
     *
     * @param others names defined elsewhere: by {@code vars} of the runbook and by {@code -e}
     */
    public void checkNames(Set<String> others, Problems problems) {
        Set<String> known = new LinkedHashSet<>(variableNames());
        known.addAll(others);
        known.addAll(Scope.BUILT_IN);
        for (Reference reference : references()) {
            if (!reference.optional() && !known.contains(reference.name())) {
                problems.add(
                        "undefined-variable",
                        reference.position(),
                        "'" + reference.name() + "' is undefined",
                        Nearest.hint(reference.name(), known, "set it in vars or with -e"));
            }
        }
        List<Template> templates = templates().toList();
        new StaticCheck(problems)
                .check(new StaticCheck.ExpressionGroup(
                        List.of(), List.of(), templates, name -> Optional.empty(), false));
    }

    /** The variables that expressions of the inventory use. */
    public List<Reference> references() {
        return templates().flatMap(template -> template.references().stream()).toList();
    }

    private Stream<Template> templates() {
        return Stream.concat(variables().map(Variable::template), templatesOfPairs());
    }

    /** Every variable that the inventory sets. */
    public Stream<Variable> variables() {
        Stream<Map<String, Variable>> inGroups = groups.values().stream().map(Group::vars);
        Stream<Map<String, Variable>> inPairs = pairs.values().stream().map(Pair::vars);
        return Stream.of(Stream.of(vars), inGroups, inPairs).flatMap(all -> all).flatMap(all -> all.values().stream());
    }

    /** The variables that every run needs, whatever its tasks: those that copies, target buckets and passwords use. */
    public List<Reference> referencesOfPairs() {
        return templatesOfPairs()
                .flatMap(template -> template.references().stream())
                .toList();
    }

    /** The variables that copies use; without them it is unknown which buckets are only read. */
    public List<Reference> referencesOfCopies() {
        return copies().flatMap(template -> template.references().stream()).toList();
    }

    private Stream<Template> copies() {
        return pairs.values().stream().flatMap(pair -> pair.copies().stream()).map(Copy::entry);
    }

    private Stream<Template> templatesOfPairs() {
        Stream<Template> buckets = pairs.values().stream()
                .flatMap(pair -> pair.targetBuckets().stream())
                .flatMap(bucket -> Stream.concat(Stream.of(bucket.bucket()), bucket.prefix().stream()));
        Stream<Template> passwords = pairs.values().stream()
                .flatMap(pair -> Stream.of(pair.source(), pair.target()))
                .flatMap(side ->
                        Stream.concat(side.password().stream(), side.catalogue().map(Side.Login::password).stream()));
        return Stream.of(copies(), buckets, passwords).flatMap(all -> all);
    }

    private static <T> Map<String, T> copyOf(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
