package dev.runbook.expression;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where {@code lookup(kind, name)} finds its values. */
@FunctionalInterface
public interface Lookups {

    /**
     * The value that is asked for; one that must not be shown is a {@link Value.Secret}.
     *
     * @return {@link Value.UndefinedName} when the environment has no such variable
     */
    Value find(LookupRequest request) throws LookupException;

    /** The closed list of places that values come from. */
    enum LookupKind {
        /** A variable of the process's environment. */
        ENV("env"),
        /** The text of a file, relative to the folder the runbook was started in. */
        FILE("file"),
        /** A secret of the program or folder that the user has set up. */
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

        /** Whether the value lies in an AWS account. */
        public boolean needsAccount() {
            return this == SECRETSMANAGER || this == SSM;
        }
    }

    /**
     * What is asked.
     *
     * @param key the field of a JSON text, with dots for one inside another; empty for the whole text
     * @param account of the inventory; empty if the kind needs none, or none is given
     */
    record LookupRequest(LookupKind kind, String name, Optional<String> key, Optional<String> account) {

        private LookupRequest whole() {
            return new LookupRequest(kind, name, Optional.empty(), account);
        }
    }

    /** The same values, each asked for only once; a failure is remembered too. Picks the key that a question names. */
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

    /** A value found, or why it was not. */
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
