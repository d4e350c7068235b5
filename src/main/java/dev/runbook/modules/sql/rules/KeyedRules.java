package dev.runbook.modules.sql.rules;

import java.util.Set;

/**
 * The rules of a database and the key from which masked values are derived.
 *
 * @param digest of all rules files and the key's id; the same digest means the same masked values
 * @param coveredDatabases all databases of the server that have rules
 */
public record KeyedRules(MaskRules rules, MaskKey key, String digest, Set<String> coveredDatabases) {
    public KeyedRules {
        coveredDatabases = Set.copyOf(coveredDatabases);
    }
}
