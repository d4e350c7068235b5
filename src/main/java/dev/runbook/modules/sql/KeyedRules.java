package dev.runbook.modules.sql;

import java.util.Set;

/**
 * The rules of a database and the key from which masked values are derived.
 *
 * @param digest of all rules files and the key's id; the same digest means the same masked values
 * @param databases all databases of the server that have rules
 */
record KeyedRules(MaskRules rules, MaskKey key, String digest, Set<String> databases) {
    KeyedRules {
        databases = Set.copyOf(databases);
    }
}
