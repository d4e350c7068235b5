package dev.runbook.engine;

import dev.runbook.port.Access;
import dev.runbook.port.EmptyAccount;
import dev.runbook.port.PortException;
import dev.runbook.port.Rds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The fleet of each account, shared by all pairs in it. */
final class Fleets {

    private final Outside outside;
    private final Reads reads;
    private final boolean untouched;
    private final Map<String, Fleet> fleets = new HashMap<>();
    private final Map<String, String> numbers = new ConcurrentHashMap<>();
    private final Set<String> entered = new HashSet<>();

    /** @param untouched whether the run touches nothing outside, so that no account is connected to */
    Fleets(Outside outside, Reads reads, boolean untouched) {
        this.outside = outside;
        this.reads = reads;
        this.untouched = untouched;
    }

    /**
     * The twelve digits of an account; asked for once, and again when that is turned away.
     *
     * @throws PortException when its credentials do not let us in, or belong to another account than the inventory says
     */
    String number(String account) throws PortException {
        String known = numbers.get(account);
        if (known == null) {
            known = reads.patiently(outside.pacing(account), () -> outside.verify(account));
            numbers.put(account, known);
        }
        return known;
    }

    boolean areUntouched() {
        return untouched;
    }

    /**
     * The name of an account that is entered with other credentials than its own; asked once for each.
     *
     * @throws TaskFailure REFUSED when they lead into another account
     */
    synchronized String entered(String account, Access access) throws PortException, TaskFailure {
        String name = outside.enter(account, access);
        if (entered.add(name)) {
            String own = number(account);
            String other = outside.verify(name);
            if (!own.equals(other)) {
                entered.remove(name);
                throw TaskFailure.refused(
                        access.words() + " leads into account " + other + ", but the target lies in account " + own,
                        "nothing was sent; a task's own credentials must be of the account of its target");
            }
        }
        return name;
    }

    synchronized Fleet of(String account) {
        return fleets.computeIfAbsent(
                account, name -> new Fleet(rds(name), outside.clock(), reads, outside.pacing(name)));
    }

    Rds rds(String account) {
        return untouched ? new EmptyAccount() : outside.rds(account);
    }
}
