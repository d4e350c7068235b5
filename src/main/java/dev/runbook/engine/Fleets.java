package dev.runbook.engine;

import dev.runbook.port.EmptyAccount;
import dev.runbook.port.Rds;
import java.util.HashMap;
import java.util.Map;

/** The fleet of each account, shared by all pairs in it. */
final class Fleets {

    private final Outside outside;
    private final boolean untouched;
    private final Map<String, Fleet> fleets = new HashMap<>();

    /** @param untouched whether the run touches nothing outside, so that no account is connected to */
    Fleets(Outside outside, boolean untouched) {
        this.outside = outside;
        this.untouched = untouched;
    }

    boolean areUntouched() {
        return untouched;
    }

    synchronized Fleet of(String account) {
        return fleets.computeIfAbsent(account, name -> new Fleet(rds(name), outside.clock()));
    }

    Rds rds(String account) {
        return untouched ? new EmptyAccount() : outside.rds(account);
    }
}
