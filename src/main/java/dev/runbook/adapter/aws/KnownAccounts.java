package dev.runbook.adapter.aws;

import dev.runbook.port.AssumedAccess;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts by their names: those of the inventory, and each as it is entered with other credentials. For all threads. */
final class KnownAccounts {

    private final Map<String, AwsAccount> accounts = new ConcurrentHashMap<>();
    private final Map<String, String> enteredFrom = new ConcurrentHashMap<>();
    private final Map<Entry, String> entered = new ConcurrentHashMap<>();

    KnownAccounts(Collection<AwsAccount> accounts) {
        accounts.forEach(account -> this.accounts.put(account.name(), account));
    }

    // Two ways in may be the same in words: an external id may be secret, so it is in no name.
    private record Entry(String account, AssumedAccess access) {}

    AwsAccount account(String name) {
        return Optional.ofNullable(accounts.get(name))
                .orElseThrow(() -> new IllegalStateException(
                        "no account '" + name + "' among " + new TreeSet<>(accounts.keySet())));
    }

    /** The account that one is, when it is entered with other credentials. */
    Optional<String> baseAccount(String name) {
        return Optional.ofNullable(enteredFrom.get(name));
    }

    /** The name of an account as it is entered with other credentials; the same for the same credentials only. */
    synchronized String assume(String account, AssumedAccess access) {
        return entered.computeIfAbsent(new Entry(account, access), entry -> {
            AwsAccount own = account(account);
            String name = unusedName(account + " with " + access.words());
            enteredFrom.put(name, account);
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
