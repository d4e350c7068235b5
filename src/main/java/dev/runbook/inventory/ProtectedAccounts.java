package dev.runbook.inventory;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The accounts in which nothing may be changed, recognised by name or id. */
public record ProtectedAccounts(Protection protection, Map<String, Account> accounts) {

    public ProtectedAccounts {
        accounts = Collections.unmodifiableMap(new LinkedHashMap<>(accounts));
    }

    /**
     * The rule that protects everything in an account; empty if there is none.
     *
     * @param number the 12-digit id, if AWS reported it
     */
    public Optional<Protection.Rule> ruleFor(String account, Optional<String> number) {
        Set<String> numbers = new HashSet<>(accountIds(account));
        number.ifPresent(numbers::add);
        return protection.rules().stream()
                .filter(rule -> rule.pattern().equalsIgnoreCase(account) || !Collections.disjoint(idsOf(rule), numbers))
                .findFirst();
    }

    /** The account ids that a rule matches: its own, or those of the account with its name. */
    private Set<String> idsOf(Protection.Rule rule) {
        Set<String> numbers = new HashSet<>();
        if (rule.isAccount()) {
            numbers.add(rule.pattern());
        }
        accounts.keySet().stream()
                .filter(name -> name.equalsIgnoreCase(rule.pattern()))
                .forEach(name -> numbers.addAll(accountIds(name)));
        return numbers;
    }

    private Set<String> accountIds(String account) {
        return Optional.ofNullable(accounts.get(account))
                .map(Account::accountIds)
                .orElse(Set.of());
    }
}
