package dev.runbook.engine;

import dev.runbook.expression.LookupException;
import dev.runbook.expression.Lookups;
import dev.runbook.plan.Sha256;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Lookups whose secrets are kept out of all output from the moment they are read, and whose files a plan takes down.
 *
 * @param plans those of the run
 */
record MaskedLookups(Lookups lookups, Redaction redaction, Plans plans) implements Lookups {

    @Override
    public Optional<String> env(String name) {
        return lookups.env(name);
    }

    @Override
    public String file(String path) throws LookupException {
        String text = lookups.file(path);
        plans.draft().ifPresent(draft -> draft.read("looked up", Path.of(path), Sha256.of(text)));
        return text;
    }

    @Override
    public String secret(String name) throws LookupException {
        String secret = lookups.secret(name);
        redaction.keep(secret);
        return secret;
    }
}
