package dev.runbook.expression;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Where {@code lookup('env' | 'file' | 'secret', name)} finds its values. */
public interface Lookups {

    /** The environment variable; empty when it is not set. */
    Optional<String> env(String name);

    /** The text of a file, relative to the folder the runbook was started in. */
    String file(String path) throws LookupException;

    /** The current value of a named secret. */
    String secret(String name) throws LookupException;

    /** The same values, each asked for only once; a failure is remembered too. */
    static Lookups memoised(Lookups lookups) {
        return new Lookups() {
            private final ConcurrentHashMap<String, Optional<String>> variables = new ConcurrentHashMap<>();
            private final ConcurrentHashMap<String, Answer> files = new ConcurrentHashMap<>();
            private final ConcurrentHashMap<String, Answer> secrets = new ConcurrentHashMap<>();

            @Override
            public Optional<String> env(String name) {
                return variables.computeIfAbsent(name, lookups::env);
            }

            @Override
            public String file(String path) throws LookupException {
                return files.computeIfAbsent(path, Answer.to(lookups::file)).get();
            }

            @Override
            public String secret(String name) throws LookupException {
                return secrets.computeIfAbsent(name, Answer.to(lookups::secret)).get();
            }
        };
    }

    /** A way to find a value that may fail. */
    interface Finder {
        String find(String name) throws LookupException;
    }

    /** A value found, or why it was not. */
    record Answer(String text, Optional<LookupException> failure) {

        static Function<String, Answer> to(Finder finder) {
            return name -> {
                try {
                    return new Answer(finder.find(name), Optional.empty());
                } catch (LookupException e) {
                    return new Answer("", Optional.of(e));
                }
            };
        }

        String get() throws LookupException {
            if (failure.isPresent()) {
                throw failure.get();
            }
            return text;
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
