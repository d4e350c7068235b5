package dev.runbook.modules.sql.rules;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.Sql;
import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import java.util.List;
import java.util.Optional;

/** Tells whether a server would accept the values of a rule, before anything is masked. */
public interface ValueValidator {

    /** Whether a constraint accepts every value of the strategy; false if that is unknown. */
    boolean satisfiesCheck(Catalogue.CheckConstraint check, Column column, Mask mask) throws PortException;

    /** Whether the type of a column, with the constraints of its domain, accepts a literal. */
    boolean acceptsLiteral(Column column, Mask.LiteralMask literal) throws PortException;

    /** For use without a server: passes no constraint, and accepts every literal. */
    static ValueValidator none() {
        return new ValueValidator() {
            @Override
            public boolean satisfiesCheck(Catalogue.CheckConstraint check, Column column, Mask mask) {
                return false;
            }

            @Override
            public boolean acceptsLiteral(Column column, Mask.LiteralMask literal) {
                return true;
            }
        };
    }

    /** Asks in a read-only session; no row of any table is read. */
    final class ServerValueValidator implements ValueValidator {

        private final Database.Session session;
        private final GeneratedValues generatedValues = new GeneratedValues();

        public ServerValueValidator(Database.Session session) {
            this.session = session;
        }

        @Override
        public boolean satisfiesCheck(Catalogue.CheckConstraint check, Column column, Mask mask) throws PortException {
            List<String> values = generatedValues.of(mask, column);
            if (values.isEmpty() || check.columns().size() != 1) {
                return false;
            }
            String cast = "value::" + column.type();
            String question = check.ofDomain()
                    ? "SELECT count(*) FILTER (WHERE " + cast
                            + " IS NULL) FROM jsonb_array_elements_text(?::jsonb) AS made(value)"
                    : "SELECT count(*) FROM (SELECT " + cast + " AS " + column.quotedName()
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
                return rejectUnlessRetryable(e);
            }
        }

        @Override
        public boolean acceptsLiteral(Column column, Mask.LiteralMask literal) throws PortException {
            if (column.type().isPlainText()) {
                return true;
            }
            try {
                session.query("SELECT " + Sql.text(literal.value()) + "::" + column.type() + " IS NULL", List.of());
                return true;
            } catch (PortException e) {
                // A user without USAGE on the type cannot try it; the clone's owner can.
                return e.kind() == PortException.Kind.DENIED || rejectUnlessRetryable(e);
            }
        }

        /** Any other error than a temporary one is a refusal of the values. */
        private static boolean rejectUnlessRetryable(PortException e) throws PortException {
            if (e.kind() == PortException.Kind.RETRYABLE) {
                throw e;
            }
            return false;
        }
    }
}
