package dev.runbook.port;

import java.util.Map;

/**
 * Everything a change may touch, bound to the account of one pair.
 *
 * @param stores by name of the inventory's account
 */
public record Ports(
        Rds rds,
        Map<String, ObjectStore> stores,
        Database database,
        Shell shell,
        Http http,
        Clock clock,
        Vault vault,
        Evidence evidence,
        Ticker ticker,
        Approval approval) {

    public Ports {
        stores = Map.copyOf(stores);
    }
}
