package dev.runbook.engine;

import dev.runbook.expression.JsonPart;
import dev.runbook.expression.LookupException;
import dev.runbook.expression.Lookups;
import dev.runbook.expression.Value;

/** Lookups whose secrets are kept out of all output from the moment they are read. */
record MaskedLookups(Lookups lookups, Redaction redaction) implements Lookups {

    @Override
    public Value find(Question question) throws LookupException {
        Value value = lookups.find(question);
        redaction.keep(value);
        JsonPart.secretsIn(value).forEach(redaction::keep);
        return value;
    }
}
