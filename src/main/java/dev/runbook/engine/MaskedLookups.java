package dev.runbook.engine;

import dev.runbook.expression.LookupException;
import dev.runbook.expression.Lookups;
import java.util.Optional;

/** Lookups whose secrets are kept out of all output from the moment they are read. */
record MaskedLookups(Lookups lookups, Redaction redaction) implements Lookups {

    @Override
    public Optional<String> env(String name) {
        return lookups.env(name);
    }

    @Override
    public String file(String path) throws LookupException {
        return lookups.file(path);
    }

    @Override
    public String secret(String name) throws LookupException {
        String secret = lookups.secret(name);
        redaction.keep(secret);
        return secret;
    }
}
