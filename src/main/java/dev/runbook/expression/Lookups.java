package dev.runbook.expression;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where {@code lookup(kind, name)} finds its values. */
@FunctionalInterface
public interface Lookups {

    /**
     * The value that is asked for; one that must not be shown is a {@link Value.Secret}.
     *
     * @return {@link Value.Undefined} when the environment has no such variable
     */
    Value find(Question question) throws LookupException;

    /** The closed list of places that values come from. */
    enum Kind {
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

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** Whether the value lies in an AWS account. */
        public boolean isOfAccount() {
            return this == SECRETSMANAGER || this == SSM;
        }
    }

    /**
     * What is asked.
     *
     * @param key the field of a JSON text, with dots for one inside another; empty for the whole text
     * @param account of the inventory; empty when the kind has none, or nobody has said which
     */
    record Question(Kind kind, String name, Optional<String> key, Optional<String> account) {

        private Question whole() {
            return new Question(kind, name, Optional.empty(), account);
        }
    }

    /** The same values, each asked for only once; a failure is remembered too. Picks the key that a question names. */
    static Lookups memoised(Lookups lookups) {
        ConcurrentHashMap<Question, Answer> answers = new ConcurrentHashMap<>();
        return question -> {
            Value whole = answers.computeIfAbsent(question.whole(), asked -> Answer.to(asked, lookups))
                    .get();
            return question.key().isPresent()
                    ? JsonPart.of(whole, question.key().get())
                    : whole;
        };
    }

    /** A value found, or why it was not. */
    record Answer(Value value, Optional<LookupException> failure) {

        private static Answer to(Question question, Lookups lookups) {
            try {
                return new Answer(lookups.find(question), Optional.empty());
            } catch (LookupException e) {
                return new Answer(new Value.Null(), Optional.of(e));
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
