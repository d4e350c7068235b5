package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Masked;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import dev.runbook.yaml.Problems;
import java.util.List;

/** Asks the server whether the type of a column takes the literal of its rule, its domain's constraints included. */
record LiteralTrial(MaskRules rules, Database.Session session, Problems problems) {

    /** Whether a table has literals that only the server can judge. */
    static boolean isNeeded(TableMask mask) {
        return mask.masked().stream().anyMatch(LiteralTrial::isDoubtful);
    }

    void check(List<TableMask> tables) throws PortException {
        for (TableMask table : tables) {
            for (Masked masked : table.masked()) {
                if (isDoubtful(masked) && masked.mask() instanceof Mask.Literal literal) {
                    check(table.table(), masked.column(), literal);
                }
            }
        }
    }

    private void check(Table table, Column column, Mask.Literal literal) throws PortException {
        try {
            session.query("SELECT " + Sql.text(literal.value()) + "::" + column.type() + " IS NULL", List.of());
        } catch (PortException e) {
            if (e.kind() == PortException.Kind.RETRYABLE) {
                throw e;
            }
            // A user who may not use the type cannot tell; the clone's owner will.
            if (e.kind() != PortException.Kind.DENIED) {
                problems.add(
                        "bad-literal",
                        rules.position(table, column),
                        table.id() + "." + column.name() + ": '" + literal.value() + "' is no value of " + column.type()
                                + " that it may hold",
                        "write one as PostgreSQL shows it");
            }
        }
    }

    private static boolean isDoubtful(Masked masked) {
        return masked.mask() instanceof Mask.Literal && !masked.column().type().isPlainText();
    }
}
