package dev.runbook.adapter.aws;

import dev.runbook.port.AssumedAccess;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts by name: those of the inventory, and their variants with other credentials. Thread-safe. */
final class KnownAccounts {

    private final Map<String, AwsAccount> accounts = new ConcurrentHashMap<>();
    private final Map<String, String> baseAccounts = new ConcurrentHashMap<>();
    private final Map<Entry, String> namesByAccess = new ConcurrentHashMap<>();

    KnownAccounts(Collection<AwsAccount> accounts) {
        accounts.forEach(account -> this.accounts.put(account.name(), account));
    }

    // Two accesses may have the same name: the external id may be secret and is not part of it.
    private record Entry(String account, AssumedAccess access) {}

    AwsAccount account(String name) {
        return Optional.ofNullable(accounts.get(name))
                .orElseThrow(() -> new IllegalStateException(
                        "no account '" + name + "' among " + new TreeSet<>(accounts.keySet())));
    }

    /** The account of the inventory behind a variant with other credentials; empty for an account of the inventory. */
    Optional<String> baseAccount(String name) {
        return Optional.ofNullable(baseAccounts.get(name));
    }

    /** Registers an account with other credentials and returns its name; the same credentials get the same name. */
    synchronized String assume(String account, AssumedAccess access) {
        return namesByAccess.computeIfAbsent(new Entry(account, access), entry -> {
            AwsAccount own = account(account);
            String name = unusedName(account + " with " + access.words());
            baseAccounts.put(name, account);
            accounts.put(
                    name,
                    new AwsAccount(
                            name,
                            Optional.empty(),
                            own.region(),
                            access.profile(),
                            access.profile().isPresent() ? Optional.empty() : own.keys(),
                            access.role().map(arn -> new AwsAccount.Role(arn, access.externalId())),
                            own.endpoints()));
            return name;
        });
    }

    private String unusedName(String words) {
        String name = words;
        for (int number = 2; accounts.containsKey(name); number++) {
            name = words + " (" + number + ")";
        }
        return name;
    }
}
