package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Masked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Masked values that the verification checks: a column, one path of its documents, or the documents as a whole.
 *
 * @param label {@code email}, {@code profile.phones[]}
 * @param keepsPlace whether a value is at the same place as before the masking
 */
record Probe(String label, Texts texts, Masked masked, Mask mask, boolean keepsPlace) {

    static List<Probe> of(List<Masked> columns) {
        List<Probe> probes = new ArrayList<>();
        for (Masked masked : columns) {
            Column column = masked.column();
            probes.add(new Probe(column.name(), Texts.of(column), masked, masked.mask(), true));
            if (masked.mask() instanceof JsonMask json) {
                json.paths().forEach((path, mask) -> {
                    if (!(mask instanceof Mask.Keep)) {
                        Texts texts = Texts.at(column, path, json.paths());
                        probes.add(
                                new Probe(column.name() + "." + path, texts, masked, mask, !json.renamesKeysOn(path)));
                    }
                });
            }
        }
        return probes;
    }

    /** Whether old and new values are compared. */
    boolean compared() {
        return keepsPlace && mask.mustDiffer() && !(mask instanceof Mask.Null);
    }

    /** Whether it can be verified only by a comparison with the old values. */
    boolean needsComparison() {
        return wrong().isEmpty() && compared();
    }

    /** The condition that no correctly masked text meets; empty if the strategy can produce any text. */
    Optional<String> wrong() {
        return grammar().map(grammar -> texts.value() + " IS NOT NULL AND NOT coalesce(" + grammar + ", false)");
    }

    /** An aggregate: the number of values with another format, in the rows that meet a condition. */
    String wrongCount(Optional<String> rows) {
        return wrong().map(condition -> texts.count(condition, rows)).orElse("0");
    }

    /** The message for values with another format. */
    String complaint(long count) {
        return mask instanceof JsonMask
                ? count + " documents have keys that no path names"
                : count + " values do not have the format of '" + mask.word() + "'";
    }

    private Optional<String> grammar() {
        String value = texts.value();
        if (mask instanceof JsonMask json) {
            return Optional.of(json.holdsOnlyPaths(texts.document().orElse(value)));
        }
        if (mask instanceof Mask.Literal literal) {
            return Optional.of(value + " = " + literalText(literal));
        }
        if (mask instanceof Mask.Hash hash && isText()) {
            // A repetition count in the pattern is five times slower.
            return Optional.of("length(" + value + ") = " + hash.length() + " AND " + value + " ~ '^[0-9a-f]+$'");
        }
        return mask.grammar(value);
    }

    /** The literal as the column's type prints it. */
    private String literalText(Mask.Literal literal) {
        return isText()
                ? Sql.text(literal.value())
                : Sql.text(literal.value()) + "::" + masked.column().type() + "::text";
    }

    private boolean isText() {
        return masked.mask() instanceof JsonMask || masked.column().family() == ColumnType.Family.TEXT;
    }
}
