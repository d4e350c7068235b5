package dev.runbook.engine.redact;

import dev.runbook.expression.JsonFields;
import dev.runbook.expression.LookupException;
import dev.runbook.expression.Lookups;
import dev.runbook.expression.Value;

/** Lookups whose secrets are kept out of all output from the moment they are read. */
public record MaskedLookups(Lookups lookups, Redaction redaction) implements Lookups {

    @Override
    public Value find(LookupRequest request) throws LookupException {
        Value value = lookups.find(request);
        redaction.addSecret(value);
        JsonFields.findSecrets(value).forEach(redaction::addSecret);
        return value;
    }
}
