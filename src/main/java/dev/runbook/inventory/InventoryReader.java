package dev.runbook.inventory;

import dev.runbook.expression.Template;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads inventory files in order and combines them into one inventory. */
final class InventoryReader {

    private final Problems problems;
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final List<Protection.Rule> rules = new ArrayList<>();
    private final Map<String, Variable> vars = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Pair> pairs = new LinkedHashMap<>();
    private Optional<Inventory.SandboxConfig> sandbox = Optional.empty();

    InventoryReader(Problems problems) {
        this.problems = problems;
    }

    Inventory read(List<Source> files) {
        List<MappingReader> tops = new ArrayList<>();
        for (Source file : files) {
            Yaml.read(file, problems)
                    .ifPresent(node -> tops.add(MappingReader.of(node, InventoryKeys.INVENTORY, problems)));
        }
        tops.forEach(top -> put(accounts, top.readEach("accounts", this::account), Account::position, "account"));
        for (MappingReader top : tops) {
            top.texts("protect")
                    .forEach(rule -> Protection.Rule.read(rule, problems).ifPresent(rules::add));
            put(vars, vars(top), Variable::position, "variable");
            put(groups, top.readEach("groups", this::group), Group::position, "group");
            put(pairs, top.readEach("pairs", this::pair), Pair::position, "pair");
            top.mapping("sandbox", InventoryKeys.SANDBOX).ifPresent(this::sandbox);
            top.reportUnknownKeys();
        }
        return new Inventory(accounts, new Protection(rules), vars, groups, pairs, sandbox);
    }

    private <T> void put(Map<String, T> all, Map<String, T> more, Function<T, Position> place, String what) {
        more.forEach((name, thing) -> {
            T first = all.putIfAbsent(name, thing);
            if (first != null) {
                problems.add(
                        "duplicate-key",
                        place.apply(thing),
                        what + " '" + name + "' is given twice, first at " + place.apply(first),
                        "keep one of the two");
            }
        });
    }

    private Optional<Account> account(Node.Scalar name, Node node) {
        MappingReader reader = MappingReader.of(node, InventoryKeys.ACCOUNT, problems);
        Optional<String> region = reader.requireText("region");
        Account account = new Account(
                name.text(),
                region.orElse(""),
                reader.text("id"),
                reader.text("profile"),
                reader.mapping("assume_role", InventoryKeys.ROLE).map(InventoryReader::role),
                endpoints(reader),
                reader.texts("quarantine_security_groups").stream()
                        .map(Node.Scalar::text)
                        .toList(),
                name.position());
        account.id()
                .filter(id -> !id.matches("[0-9]{12}"))
                .ifPresent(id -> problems.add(
                        "bad-account-id",
                        reader.position(),
                        "'" + id + "' is not an account id",
                        "write its twelve digits in quotes"));
        reader.reportUnknownKeys();
        return Optional.of(account);
    }

    private static Account.Role role(MappingReader reader) {
        Account.Role role = new Account.Role(reader.requireText("arn").orElse(""), reader.text("external_id"));
        reader.reportUnknownKeys();
        return role;
    }

    /** One endpoint for all services, or one per service. */
    private static Account.Endpoints endpoints(MappingReader account) {
        if (account.node("endpoint").orElse(null) instanceof Node.Mapping) {
            MappingReader reader =
                    account.mapping("endpoint", InventoryKeys.ENDPOINTS).orElseThrow();
            Account.Endpoints endpoints = new Account.Endpoints(
                    reader.text("rds"),
                    reader.text("s3"),
                    reader.text("sts"),
                    reader.text("secretsmanager"),
                    reader.text("ssm"));
            reader.reportUnknownKeys();
            return endpoints;
        }
        Optional<String> one = account.text("endpoint");
        return new Account.Endpoints(one, one, one, one, one);
    }

    private Map<String, Variable> vars(MappingReader reader) {
        return reader.readEach("vars", (name, node) -> Variable.parse(new Node.Entry(name, node), problems));
    }

    private Optional<Group> group(Node.Scalar name, Node node) {
        MappingReader reader = MappingReader.of(node, InventoryKeys.GROUP, problems);
        Group group =
                new Group(name.text(), reader.texts("pairs"), reader.texts("children"), vars(reader), name.position());
        reader.reportUnknownKeys();
        return Optional.of(group);
    }

    private Optional<Pair> pair(Node.Scalar name, Node node) {
        MappingReader reader = MappingReader.of(node, InventoryKeys.PAIR, problems);
        Optional<Side> source = reader.require("source").map(side -> side("the source", side));
        Optional<Side> target = reader.require("target").map(side -> side("the target", side));
        Map<String, Variable> pairVars = vars(reader);
        List<Copy> copies = new ArrayList<>();
        reader.items("copies")
                .forEach(copy -> new CopyReader(problems).read(copy).ifPresent(copies::add));
        List<Copy.Location> targetBuckets = reader.items("target_buckets").stream()
                .flatMap(bucket -> new CopyReader(problems).location(bucket).stream())
                .toList();
        reader.reportUnknownKeys();
        return source.flatMap(from ->
                target.map(to -> new Pair(name.text(), from, to, pairVars, copies, targetBuckets, name.position())));
    }

    private Side side(String what, Node node) {
        MappingReader reader = MappingReader.of(node, InventoryKeys.SIDE.as(what), problems);
        Optional<Node.Scalar> instance = reader.require("instance").flatMap(value -> reader.scalar("instance"));
        Side side = new Side(
                reader.text("instance").orElse(""),
                reader.text("account")
                        .orElse(
                                accounts.size() == 1
                                        ? accounts.keySet().iterator().next()
                                        : ""),
                reader.texts("database").stream().map(Node.Scalar::text).toList(),
                reader.text("user"),
                password(reader),
                tls(reader),
                reader.mapping("catalogue", InventoryKeys.LOGIN).flatMap(this::login),
                instance.map(Node.Scalar::position).orElse(node.position()));
        if (side.account().isEmpty() && reader.isReadable()) {
            String known = String.join(", ", accounts.keySet());
            problems.add(
                    "missing-account",
                    side.position(),
                    what + " needs the key 'account'",
                    accounts.isEmpty()
                            ? "add 'accounts:' with a name and its region to the inventory"
                            : "choose one of: " + known);
        }
        reader.reportUnknownKeys();
        return side;
    }

    private Optional<Side.Login> login(MappingReader reader) {
        Optional<String> user = reader.requireText("user");
        reader.require("password");
        Optional<Template> password = password(reader);
        reader.reportUnknownKeys();
        return user.flatMap(name -> password.map(secret -> new Side.Login(name, secret)));
    }

    /** Reads a password; reports one written in the file itself, because it is not secret. */
    private Optional<Template> password(MappingReader reader) {
        Optional<Node.Scalar> scalar = reader.scalar("password");
        Optional<Template> template = scalar.flatMap(written -> Template.parse(written, problems));
        if (template.isPresent() && template.get().isLiteral()) {
            problems.add(
                    "password-in-clear",
                    template.get().position(),
                    "the inventory contains a password in plain text",
                    "look it up: password: \"{{ lookup('env', 'DB_PASSWORD') }}\" or lookup('secret', 'name')");
            return Optional.empty();
        }
        return template;
    }

    private Tls tls(MappingReader reader) {
        Optional<Node.Scalar> mode = reader.scalar("tls");
        for (Tls tls : Tls.values()) {
            if (mode.isPresent() && tls.word().equals(mode.get().text())) {
                return tls;
            }
        }
        mode.ifPresent(word -> problems.add(
                "wrong-value",
                word.position(),
                "unknown TLS mode '" + word.text() + "'",
                "write disable, prefer, require or verify-full"));
        return Tls.PREFER;
    }

    private void sandbox(MappingReader reader) {
        Optional<String> fleet = reader.requireText("fleet");
        Optional<String> state = reader.requireText("state");
        reader.reportUnknownKeys();
        sandbox = fleet.flatMap(file -> state.map(folder ->
                new Inventory.SandboxConfig(file, folder, reader.position().source())));
    }
}
