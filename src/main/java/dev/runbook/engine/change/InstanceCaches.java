package dev.runbook.engine.change;

import dev.runbook.engine.Environment;
import dev.runbook.engine.TaskFailure;
import dev.runbook.port.AssumedAccess;
import dev.runbook.port.EmptyAccount;
import dev.runbook.port.PortException;
import dev.runbook.port.Rds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The fleet of each account, shared by all pairs in it. */
public final class InstanceCaches {

    private final Environment environment;
    private final RepeatedRead repeatedRead;
    private final boolean untouched;
    private final Map<String, InstanceCache> fleets = new HashMap<>();
    private final Map<String, String> numbers = new ConcurrentHashMap<>();
    private final Set<String> entered = new HashSet<>();

    /**
     * Caches for the accounts of an environment.
     *
     * @param untouched whether the run touches nothing outside, so that no account is connected to
     */
    public InstanceCaches(Environment environment, RepeatedRead repeatedRead, boolean untouched) {
        this.environment = environment;
        this.repeatedRead = repeatedRead;
        this.untouched = untouched;
    }

    /**
     * The twelve digits of an account; asked for once, and again when that is turned away.
     *
     * @throws PortException when its credentials are refused, or belong to another account than the inventory says
     */
    public String number(String account) throws PortException {
        String known = numbers.get(account);
        if (known == null) {
            known = repeatedRead.read(environment.pacing(account), () -> environment.verify(account));
            numbers.put(account, known);
        }
        return known;
    }

    public boolean areUntouched() {
        return untouched;
    }

    /**
     * The name of an account that is entered with other credentials than its own; asked once for each.
     *
     * @throws TaskFailure REFUSED when they lead into another account
     */
    synchronized String assume(String account, AssumedAccess access) throws PortException, TaskFailure {
        String name = environment.assume(account, access);
        if (entered.add(name)) {
            String own = number(account);
            String other = environment.verify(name);
            if (!own.equals(other)) {
                entered.remove(name);
                throw TaskFailure.refusal(
                        access.words() + " leads into account " + other + ", but the target lies in account " + own,
                        "nothing was sent; a task's own credentials must be of the account of its target");
            }
        }
        return name;
    }

    public synchronized InstanceCache of(String account) {
        return fleets.computeIfAbsent(
                account,
                name -> new InstanceCache(rds(name), environment.clock(), repeatedRead, environment.pacing(name)));
    }

    public Rds rds(String account) {
        return untouched ? new EmptyAccount() : environment.rds(account);
    }
}
