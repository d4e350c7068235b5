package dev.runbook.modules.sql;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import java.util.List;
import java.util.Optional;

/** Tells whether a server would accept the values of a rule, before anything is masked. */
interface ValueTrial {

    /** Whether a constraint accepts every value of the strategy; false if that is unknown. */
    boolean passes(Catalogue.Check check, Column column, Mask mask) throws PortException;

    /** Whether the type of a column, with the constraints of its domain, accepts a literal. */
    boolean takes(Column column, Mask.Literal literal) throws PortException;

    /** For use without a server: passes no constraint, and accepts every literal. */
    static ValueTrial none() {
        return new ValueTrial() {
            @Override
            public boolean passes(Catalogue.Check check, Column column, Mask mask) {
                return false;
            }

            @Override
            public boolean takes(Column column, Mask.Literal literal) {
                return true;
            }
        };
    }

    /** Asks in a read-only session; no row of any table is read. */
    final class OnServer implements ValueTrial {

        private final Database.Session session;
        private final MadeValues made = new MadeValues();

        OnServer(Database.Session session) {
            this.session = session;
        }

        @Override
        public boolean passes(Catalogue.Check check, Column column, Mask mask) throws PortException {
            List<String> values = made.of(mask, column);
            if (values.isEmpty() || check.columns().size() != 1) {
                return false;
            }
            String cast = "value::" + column.type();
            String question = check.ofDomain()
                    ? "SELECT count(*) FILTER (WHERE " + cast
                            + " IS NULL) FROM jsonb_array_elements_text(?::jsonb) AS made(value)"
                    : "SELECT count(*) FROM (SELECT " + cast + " AS " + column.quoted()
                            + " FROM jsonb_array_elements_text(?::jsonb) AS made(value)) AS made WHERE NOT ("
                            + check.expression() + ")";
            Value list =
                    new Value.Items(values.stream().<Value>map(Value.Text::new).toList());
            try {
                return session.query(question, List.of(Parameter.of(Json.write(list))))
                        .get(0)
                        .get(0)
                        .equals(Optional.of("0"));
            } catch (PortException e) {
                return refuses(e);
            }
        }

        @Override
        public boolean takes(Column column, Mask.Literal literal) throws PortException {
            if (column.type().isPlainText()) {
                return true;
            }
            try {
                session.query("SELECT " + Sql.text(literal.value()) + "::" + column.type() + " IS NULL", List.of());
                return true;
            } catch (PortException e) {
                // A user without USAGE on the type cannot try it; the clone's owner can.
                return e.kind() == PortException.Kind.DENIED || refuses(e);
            }
        }

        /** Any other error than a temporary one is a refusal of the values. */
        private static boolean refuses(PortException e) throws PortException {
            if (e.kind() == PortException.Kind.RETRYABLE) {
                throw e;
            }
            return false;
        }
    }
}
