package dev.runbook.modules.sql.verify;

import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.rules.TextExtraction;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.List;
import java.util.Optional;

/**
 * Searches the texts outside of table rows for originals: comments, defaults, conditions of indexes and constraints,
 * labels of enums, bodies of functions, definitions of views, options of foreign servers. Also searches the rows of
 * materialised views, which have no rules.
 */
record ObjectVerification(DatabaseMasking masking, Database.Session session, VerificationFindings findings) {

    private static final String DESCRIBED = "pg_describe_object(%s, %s, 0)";

    private static final String TEXTS = String.join(
            "\n  UNION ALL ",
            "SELECT 'comment on ' || pg_describe_object(classoid, objoid, objsubid), description FROM pg_description"
                    + " WHERE objoid >= 16384",
            "SELECT 'comment on ' || pg_describe_object(classoid, objoid, 0), description FROM pg_shdescription",
            objectQuery("pg_attrdef", "pg_get_expr(adbin, adrelid)", "true"),
            objectQuery("pg_constraint", "pg_get_constraintdef(oid)", "contype = 'c'"),
            "SELECT " + descriptionOf("pg_class", "indexrelid") + ", pg_get_indexdef(indexrelid) FROM pg_index"
                    + " WHERE indpred IS NOT NULL OR indexprs IS NOT NULL",
            "SELECT " + descriptionOf("pg_type", "enumtypid") + ", enumlabel FROM pg_enum",
            objectQuery("pg_class", "pg_get_viewdef(oid)", "relkind IN ('v', 'm')"),
            objectQuery("pg_class", "pg_get_expr(relpartbound, oid)", "relpartbound IS NOT NULL"),
            objectQuery("pg_rewrite", "pg_get_ruledef(oid)", "rulename <> '_RETURN'"),
            objectQuery("pg_trigger", "pg_get_triggerdef(oid)", "NOT tgisinternal"),
            objectQuery("pg_policy", "pg_get_expr(polqual, polrelid)", "polqual IS NOT NULL"),
            objectQuery("pg_policy", "pg_get_expr(polwithcheck, polrelid)", "polwithcheck IS NOT NULL"),
            objectQuery("pg_proc", "prosrc", "true"),
            objectQuery("pg_statistic_ext", "pg_get_statisticsobjdef(oid)", "true"),
            objectQuery("pg_foreign_server", "array_to_string(srvoptions, ' ')", "true"),
            "SELECT " + descriptionOf("pg_class", "ftrelid")
                    + ", array_to_string(ftoptions, ' ') FROM pg_foreign_table",
            "SELECT 'user mapping of ' || usename || ' on ' || srvname, array_to_string(umoptions, ' ') FROM pg_user_mappings",
            "SELECT 'security label of ' || objname, label FROM pg_seclabels");

    void verify() throws PortException {
        String question = "SELECT object, count(*) FROM (" + TEXTS + ") AS texts(object, text)"
                + " WHERE object NOT LIKE '%\\_runbook.%' AND " + OriginalFingerprints.condition("texts.text")
                + " GROUP BY object ORDER BY object";
        for (List<Optional<String>> row : session.query(question, List.of())) {
            findings.addObject(
                    row.get(0).orElse(""), "its text", masking.rules().rules());
        }
        if (masking.recordsStatements()) {
            verifyStatements();
        }
        for (Catalogue.MaterializedView view : masking.views()) {
            String text = TextExtraction.of("to_jsonb(_runbook_view)");
            long rows = Verification.readCounts(
                            session,
                            "SELECT count(*) FILTER (WHERE " + OriginalFingerprints.condition("_runbook_text")
                                    + ") FROM "
                                    + view.name().quotedName() + " AS _runbook_view CROSS JOIN LATERAL (SELECT " + text
                                    + " AS _runbook_text OFFSET 0) AS _runbook_texts")
                    .get(0);
            if (rows > 0) {
                findings.addObject(
                        "rows of materialised view " + view.name().id(),
                        rows + " rows",
                        masking.rules().rules());
            }
        }
    }

    /** The server may hide the texts of other users' statements; a hidden text counts as not checked. */
    private void verifyStatements() throws PortException {
        List<List<Optional<String>>> place = session.query(
                "SELECT quote_ident(n.nspname) FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace"
                        + " WHERE x.extname = 'pg_stat_statements'"
                        + " AND current_setting('shared_preload_libraries') ~ 'pg_stat_statements'",
                List.of());
        if (place.isEmpty()) {
            return;
        }
        List<Long> counts = Verification.readCounts(
                session,
                "SELECT count(*) FILTER (WHERE " + OriginalFingerprints.condition("query")
                        + "), count(*) FILTER (WHERE query = '<insufficient privilege>') FROM "
                        + place.get(0).get(0).orElse("") + ".pg_stat_statements");
        if (counts.get(0) > 0) {
            findings.addObject(
                    "pg_stat_statements",
                    counts.get(0) + " statements",
                    masking.rules().rules());
        }
        if (counts.get(1) > 0) {
            findings.skip("pg_stat_statements: " + counts.get(1) + " statements whose text the master user cannot see");
        }
    }

    private static String objectQuery(String catalogue, String text, String condition) {
        return "SELECT " + descriptionOf(catalogue, "oid") + ", " + text + " FROM " + catalogue
                + " WHERE oid >= 16384 AND " + condition;
    }

    private static String descriptionOf(String catalogue, String oid) {
        return DESCRIBED.formatted("'" + catalogue + "'::regclass", oid);
    }
}
