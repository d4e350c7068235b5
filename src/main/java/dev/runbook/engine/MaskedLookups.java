package dev.runbook.engine;

import dev.runbook.expression.JsonPart;
import dev.runbook.expression.LookupException;
import dev.runbook.expression.Lookups;
import dev.runbook.expression.Value;
import dev.runbook.plan.Sha256;
import java.nio.file.Path;

/**
 * Lookups whose secrets are kept out of all output from the moment they are read, and whose files a plan takes down.
 *
 * @param plans those of the run
 */
record MaskedLookups(Lookups lookups, Redaction redaction, Plans plans) implements Lookups {

    @Override
    public Value find(Question question) throws LookupException {
        Value value = lookups.find(question);
        redaction.keep(value);
        JsonPart.secretsIn(value).forEach(redaction::keep);
        if (question.kind() == Kind.FILE && question.key().isEmpty()) {
            String text = value instanceof Value.Secret secret ? secret.reveal() : value.show();
            plans.draft().ifPresent(draft -> draft.read("looked up", Path.of(question.name()), Sha256.of(text)));
        }
        return value;
    }
}
