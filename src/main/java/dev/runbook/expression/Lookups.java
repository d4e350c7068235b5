package dev.runbook.expression;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Provides the values of {@code lookup(kind, name)}. */
@FunctionalInterface
public interface Lookups {

    /**
     * Looks a value up; one that must not be shown is a {@link Value.Secret}.
     *
     * @return {@link Value.UndefinedName} if the environment has no such variable
     * @throws LookupException if any other value is missing, denied or unreadable
     */
    Value find(LookupRequest request) throws LookupException;

    /** The sources of values. */
    enum LookupKind {
        /** A variable of the process environment. */
        ENV("env"),
        /** The content of a file, relative to the working directory. */
        FILE("file"),
        /** A secret from the program or folder that the user has configured. */
        SECRET("secret"),
        /** A secret of AWS Secrets Manager. */
        SECRETSMANAGER("secretsmanager"),
        /** A parameter of AWS Systems Manager, decrypted. */
        SSM("ssm");

        private final String word;

        LookupKind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** Whether the value is stored in an AWS account. */
        public boolean needsAccount() {
            return this == SECRETSMANAGER || this == SSM;
        }
    }

    /**
     * One lookup.
     *
     * @param key the field of a JSON text, with dots for a field inside a field; empty for the whole text
     * @param account of the inventory; empty if the kind needs none, or none is given
     */
    record LookupRequest(LookupKind kind, String name, Optional<String> key, Optional<String> account) {

        private LookupRequest whole() {
            return new LookupRequest(kind, name, Optional.empty(), account);
        }
    }

    /**
     * Caches values and failures, so that each value is looked up only once; selects the field that a request names.
     */
    static Lookups memoised(Lookups lookups) {
        ConcurrentHashMap<LookupRequest, LookupResult> answers = new ConcurrentHashMap<>();
        return request -> {
            Value whole = answers.computeIfAbsent(request.whole(), asked -> LookupResult.to(asked, lookups))
                    .get();
            return request.key().isPresent()
                    ? JsonFields.of(whole, request.key().get())
                    : whole;
        };
    }

    /** A value, or the failure of its lookup. */
    record LookupResult(Value value, Optional<LookupException> failure) {

        private static LookupResult to(LookupRequest request, Lookups lookups) {
            try {
                return new LookupResult(lookups.find(request), Optional.empty());
            } catch (LookupException e) {
                return new LookupResult(new Value.Null(), Optional.of(e));
            }
        }

        private Value get() throws LookupException {
            if (failure.isPresent()) {
                throw failure.get();
            }
            return value;
        }
    }
}
