package dev.runbook.engine.run;

import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.change.DerivedNames;
import dev.runbook.engine.change.ProtectedResources;
import dev.runbook.engine.redact.Redaction;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.inventory.Account;
import dev.runbook.inventory.BucketRules;
import dev.runbook.inventory.Copy;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Pair;
import dev.runbook.inventory.Side;
import dev.runbook.modules.Refresh;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.yaml.Glob;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns pairs of an inventory into what modules and the gate work with. */
final class RefreshFactory {

    private final Inventory inventory;
    private final Redaction redaction;
    private final boolean logins;

    /** @param logins whether the passwords of databases are needed: one that is lost must not keep a clone from being deleted */
    RefreshFactory(Inventory inventory, Redaction redaction, boolean logins) {
        this.inventory = inventory;
        this.redaction = redaction;
        this.logins = logins;
    }

    /** The refresh of a pair; its expressions are evaluated in the pair's scope. */
    Refresh refresh(Pair pair, String id, Scope scope, Set<InstanceId> shielded)
            throws ExpressionException, TaskFailure {
        Optional<Account> account =
                Optional.ofNullable(inventory.accounts().get(pair.target().account()));
        List<Refresh.BucketCopy> copies = new ArrayList<>();
        for (Copy copy : pair.copies()) {
            copies.add(copy(pair, copy, scope));
        }
        Refresh.RefreshSide source = side(pair.source(), scope);
        Refresh.RefreshSide target = side(pair.target(), scope);
        return new Refresh(
                id,
                pair.name(),
                source,
                target,
                names(pair, scope),
                account.map(Account::quarantineSecurityGroups).orElse(List.of()),
                shielded,
                copies);
    }

    /** What no change may touch; the scope of each pair is given by name. */
    ProtectedResources protectedResources(ScopeSource scopes) throws ExpressionException, TaskFailure {
        Set<InstanceId> sources = new HashSet<>();
        for (Pair pair : inventory.pairs().values()) {
            sources.add(instance(pair.source()));
        }
        BucketRules.TemplateEvaluator<ExpressionException> evaluator =
                (pair, text) -> Optional.of(text.evaluate(scopes.of(pair)).show());
        return new ProtectedResources(inventory, sources, BucketRules.of(inventory, evaluator));
    }

    /** The scope in which the expressions of a pair are evaluated. */
    interface ScopeSource {
        Scope of(Pair pair);
    }

    private Refresh.RefreshSide side(Side side, Scope scope) throws ExpressionException, TaskFailure {
        Optional<Refresh.DatabaseLogin> login =
                logins && side.user().isPresent() && side.password().isPresent()
                        ? Optional.of(login(side.user().get(), side.password().get(), scope))
                        : Optional.empty();
        Optional<Refresh.DatabaseLogin> catalogue = logins && side.catalogue().isPresent()
                ? Optional.of(login(
                        side.catalogue().get().user(), side.catalogue().get().password(), scope))
                : Optional.empty();
        return new Refresh.RefreshSide(
                instance(side),
                side.account(),
                side.databases(),
                login,
                catalogue,
                DatabaseAddress.TlsMode.valueOf(side.tls().name()));
    }

    private Refresh.DatabaseLogin login(String user, Template password, Scope scope) throws ExpressionException {
        Value value = password.evaluate(scope);
        String revealed = value instanceof Value.Secret secret ? secret.reveal() : value.show();
        redaction.addSecret(revealed);
        return new Refresh.DatabaseLogin(user, new Password(revealed));
    }

    private Refresh.BucketCopy copy(Pair pair, Copy copy, Scope scope) throws ExpressionException, TaskFailure {
        return new Refresh.BucketCopy(
                place(copy.source(), pair.source().account(), scope),
                place(copy.target(), pair.target().account(), scope),
                new Refresh.CopyRules(
                        globs(copy.include(), scope),
                        globs(copy.exclude(), scope),
                        option(copy, "delete", scope),
                        most(copy, scope),
                        option(copy, "server_side", scope)));
    }

    private static Refresh.BucketPath place(Copy.Location location, String account, Scope scope)
            throws ExpressionException {
        String bucket = location.bucket().evaluate(scope).show();
        String prefix = location.prefix().isPresent()
                ? location.prefix().get().evaluate(scope).show()
                : "";
        boolean open = prefix.isEmpty() || prefix.endsWith("/");
        return new Refresh.BucketPath(location.account().orElse(account), bucket, open ? prefix : prefix + "/");
    }

    private static boolean option(Copy copy, String name, Scope scope) throws ExpressionException, TaskFailure {
        Optional<Template> given = Optional.ofNullable(copy.options().get(name));
        if (given.isEmpty()) {
            return false;
        }
        if (given.get().evaluate(scope) instanceof Value.Bool bool) {
            return bool.isTrue();
        }
        throw invalid(given.get().position(), "'" + name + "' of a copy is true or false", "");
    }

    private static Optional<Long> most(Copy copy, Scope scope) throws ExpressionException, TaskFailure {
        Optional<Template> given = Optional.ofNullable(copy.options().get("delete_max"));
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (given.get().evaluate(scope) instanceof Value.Whole whole) {
            return Optional.of(whole.number());
        }
        throw invalid(given.get().position(), "'delete_max' of a copy is a whole number", "");
    }

    /** An expression may come to one glob or to a list of them. */
    private static List<Glob> globs(List<Template> templates, Scope scope) throws ExpressionException, TaskFailure {
        Problems problems = new Problems();
        List<Glob> globs = new ArrayList<>();
        for (Template template : templates) {
            Value value = template.evaluate(scope);
            for (Value item : value instanceof Value.Items items ? items.items() : List.of(value)) {
                Glob.read(item.show(), template.position(), Glob.GlobKind.KEY, problems)
                        .ifPresent(globs::add);
            }
        }
        if (!problems.isEmpty()) {
            throw TaskFailure.of(problems.toSortedList());
        }
        return globs;
    }

    private static Refresh.NamePrefixes names(Pair pair, Scope scope) throws ExpressionException, TaskFailure {
        Problems problems = new Problems();
        Optional<Refresh.NamePrefixes> names = DerivedNames.of(pair, scope, problems);
        if (!problems.isEmpty()) {
            throw TaskFailure.of(problems.toSortedList());
        }
        return names.orElseThrow(
                () -> invalid(pair.position(), "the prefixes of new and old instances are not known yet", ""));
    }

    private static InstanceId instance(Side side) throws TaskFailure {
        try {
            return new InstanceId(side.instance());
        } catch (IllegalArgumentException e) {
            throw invalid(side.position(), String.valueOf(e.getMessage()), "");
        }
    }

    private static TaskFailure invalid(Position position, String summary, String hint) {
        return TaskFailure.of(List.of(new Problem("pair", position, summary, hint)));
    }
}
