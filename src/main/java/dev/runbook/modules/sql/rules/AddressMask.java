package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Column;
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
    public String strategyName() {
        return "address";
    }

    @Override
    public String sql(ValueExpression valueExpression) {
        return "_runbook.address_" + part + "(" + valueExpression.text() + ", " + valueExpression.key() + ")";
    }

    @Override
    public Optional<String> refusal(Column column) {
        return Mask.requireTextLength(column, LENGTHS.getOrDefault(part, 0), "address");
    }

    @Override
    public Optional<String> outputPredicate(String value) {
        return Optional.ofNullable(GRAMMARS.get(part)).map(condition -> value + condition);
    }

    @Override
    public Distinctiveness distinctiveness() {
        return part.equals("full") || part.equals("street") ? Distinctiveness.MOST : Distinctiveness.NONE;
    }

    @Override
    public int entropyBits() {
        return part.equals("full") || part.equals("street") ? 16 : 8;
    }
}
