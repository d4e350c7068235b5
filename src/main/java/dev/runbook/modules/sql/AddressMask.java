package dev.runbook.modules.sql;

import java.util.Map;
import java.util.Optional;

/** A made-up street, city, postcode or full address. */
record AddressMask(String part, Optional<String> by) implements Mask {

    private static final Map<String, Integer> LENGTHS = Map.of("full", 56, "street", 30, "city", 18, "postcode", 5);

    private static final Map<String, String> GRAMMARS = Map.of(
            "full", " ~ '^[0-9]{1,3} [A-Z][a-z]+ [A-Z][a-z]+, [A-Z][a-z]+, 00[0-9]{3}$'",
            "street", " ~ '^[0-9]{1,3} [A-Z][a-z]+ [A-Z][a-z]+$'",
            "city", " IN (SELECT _runbook.entries('cities'))",
            "postcode", " ~ '^00[0-9]{3}$'");

    @Override
    public String word() {
        return "address";
    }

    @Override
    public String sql(Cell cell) {
        return "_runbook.address_" + part + "(" + cell.text() + ", " + cell.key() + ")";
    }

    @Override
    public Optional<String> refusal(Column column) {
        return Mask.needs(column, LENGTHS.getOrDefault(part, 0), "address");
    }

    @Override
    public Optional<String> grammar(String value) {
        return Optional.ofNullable(GRAMMARS.get(part)).map(condition -> value + condition);
    }

    @Override
    public Trace trace() {
        return part.equals("full") || part.equals("street") ? Trace.MOST : Trace.NONE;
    }

    @Override
    public int bits() {
        return part.equals("full") || part.equals("street") ? 16 : 8;
    }
}
