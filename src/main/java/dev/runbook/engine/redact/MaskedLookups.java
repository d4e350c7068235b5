package dev.runbook.engine.redact;

import dev.runbook.expression.JsonPart;
import dev.runbook.expression.LookupException;
import dev.runbook.expression.Lookups;
import dev.runbook.expression.Value;

/** Lookups whose secrets are kept out of all output from the moment they are read. */
public record MaskedLookups(Lookups lookups, Redaction redaction) implements Lookups {

    @Override
    public Value find(Question question) throws LookupException {
        Value value = lookups.find(question);
        redaction.addSecret(value);
        JsonPart.secretsIn(value).forEach(redaction::addSecret);
        return value;
    }
}
