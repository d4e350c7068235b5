package dev.runbook.inventory;

import dev.runbook.expression.Template;
import dev.runbook.yaml.Position;
import java.util.List;
import java.util.Optional;

/**
 * One side of a pair: an instance and the access to its databases.
 *
 * @param account the name of an account of the inventory
 * @param password yields a secret
 * @param catalogue a read-only user with which a check may read the schema
 */
public record Side(
        String instance,
        String account,
        List<String> databases,
        Optional<String> user,
        Optional<Template> password,
        Tls tls,
        Optional<Login> catalogue,
        Position position) {

    public Side {
        databases = List.copyOf(databases);
    }

    /** A database user with its password, which yields a secret. */
    public record Login(String user, Template password) {}
}
