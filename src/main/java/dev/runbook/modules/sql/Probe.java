package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Masked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A masked value that the verification looks at: a column's, or one inside its documents.
 *
 * @param label {@code email}, {@code profile.contact.email}
 * @param text the value as text, as an SQL expression
 */
record Probe(String label, String text, Masked masked, Mask mask) {

    static List<Probe> of(TableMask table) {
        List<Probe> probes = new ArrayList<>();
        for (Masked masked : table.masked()) {
            if (masked.mask() instanceof JsonMask json) {
                json.leaves()
                        .forEach((steps, mask) -> probes.add(new Probe(
                                masked.column().name() + "." + String.join(".", steps),
                                "(" + masked.column().quoted() + "::jsonb #>> ARRAY["
                                        + steps.stream().map(Sql::text).collect(Collectors.joining(", ")) + "])",
                                masked,
                                mask)));
            } else {
                probes.add(new Probe(masked.column().name(), masked.column().asText(), masked, masked.mask()));
            }
        }
        return probes;
    }

    /** Whether old and new values are compared. */
    boolean compared() {
        return mask.mustDiffer() && !(mask instanceof Mask.Null);
    }

    /** The condition that every masked value meets. */
    Optional<String> grammar() {
        if (mask instanceof Mask.Literal literal) {
            return Optional.of(text + " = " + literalText(literal));
        }
        if (mask instanceof Mask.Hash hash && isText()) {
            return Optional.of(text + " ~ '^[0-9a-f]{" + hash.length() + "}$'");
        }
        return mask.grammar(text);
    }

    /** Compared as the column's own type writes it. */
    private String literalText(Mask.Literal literal) {
        return isText()
                ? Sql.text(literal.value())
                : Sql.text(literal.value()) + "::" + masked.column().type() + "::text";
    }

    private boolean isText() {
        return masked.mask() instanceof JsonMask || masked.column().family() == Column.Family.TEXT;
    }
}
