package dev.runbook.modules.sql.verify;

import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.List;
import java.util.Optional;

/** Verifies that the session reads the stored rows: filtered or dynamically masked rows would prove nothing. */
record VisibilityVerification(DatabaseMasking masking, Database.Session session, VerificationFindings findings) {

    private static final String FILTERED = "SELECT c.oid::regclass::text FROM pg_class c"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%'"
            + " AND row_security_active(c.oid) ORDER BY 1";

    /**
     * Tools that mask query results: PostgreSQL Anonymizer for roles with its label, {@code pg_columnmask} of Aurora
     * for all but owners and {@code rds_superuser}.
     */
    private static final String MASKED = "SELECT 'PostgreSQL Anonymizer, for the role ' || objname FROM pg_seclabels"
            + " WHERE provider = 'anon' AND objtype = 'role' AND label ~* '^\\s*masked'"
            + " AND EXISTS (SELECT FROM pg_roles r WHERE r.rolname = current_user"
            + " AND (r.oid = objoid OR (NOT r.rolsuper AND pg_has_role(r.oid, objoid, 'MEMBER'))))"
            + " UNION ALL SELECT 'pg_columnmask, as ' || current_user || ' is not a member of rds_superuser' FROM pg_extension"
            + " WHERE extname = 'pg_columnmask' AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'rds_superuser'"
            + " AND pg_has_role(current_user, r.oid, 'MEMBER'))";

    void verify() throws PortException {
        for (List<Optional<String>> row : session.query(FILTERED, List.of())) {
            findings.skip(row.get(0).orElse("") + ": row-level security hides rows from the user of the verification");
        }
        for (List<Optional<String>> row : session.query(MASKED, List.of())) {
            findings.skip("all tables of " + masking.database() + ": values are masked while they are read, by "
                    + row.get(0).orElse(""));
        }
    }
}
