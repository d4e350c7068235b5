package dev.runbook.engine;

import java.util.HashMap;
import java.util.Map;

/** The fleet of each account, shared by all pairs in it. */
final class Fleets {

    private final Outside outside;
    private final Map<String, Fleet> fleets = new HashMap<>();

    Fleets(Outside outside) {
        this.outside = outside;
    }

    synchronized Fleet of(String account) {
        return fleets.computeIfAbsent(account, name -> new Fleet(outside.rds(name), outside.clock()));
    }
}
