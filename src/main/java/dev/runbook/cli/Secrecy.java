package dev.runbook.cli;

import dev.runbook.adapter.process.SecretCommand;
import dev.runbook.adapter.process.SecretFiles;
import dev.runbook.expression.LookupException;
import dev.runbook.expression.Lookups;
import dev.runbook.expression.Outside;
import dev.runbook.port.PortException;
import dev.runbook.port.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code lookup} finds: secrets from the program in {@code RUNBOOK_SECRET_COMMAND}, else from the files of
 * {@code .runbook/secrets/}.
 */
record Secrecy(Surroundings surroundings) {

    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(30);

    /** The outside of expressions: lookups and the time. */
    Outside outside() {
        return new Outside(Lookups.memoised(lookups(usual())), Instant::now);
    }

    Lookups lookups(Secrets secrets) {
        return new Lookups() {
            @Override
            public Optional<String> env(String name) {
                return Optional.ofNullable(surroundings.environment().get(name));
            }

            @Override
            public String file(String path) throws LookupException {
                Path file = surroundings.folder().resolve(path);
                try {
                    return Files.readString(file);
                } catch (IOException e) {
                    throw new LookupException(file + (Files.exists(file) ? " cannot be read" : " does not exist"));
                }
            }

            @Override
            public String secret(String name) throws LookupException {
                try {
                    return secrets.secret(name).reveal();
                } catch (PortException e) {
                    throw new LookupException(String.valueOf(e.getMessage()));
                }
            }
        };
    }

    /** Where the secrets of real accounts come from. */
    Secrets usual() {
        Optional<String> command = surroundings.variable("RUNBOOK_SECRET_COMMAND");
        return command.isPresent()
                ? new SecretCommand(List.of(command.get().trim().split("\\s+")), surroundings.folder(), COMMAND_TIMEOUT)
                : new SecretFiles(surroundings.state().resolve("secrets"));
    }

    /** Where those of a sandbox come from: a secret that nobody has set is made up once and kept. */
    Secrets ofSandbox() {
        return new InventedSecrets(surroundings.state().resolve("sandbox-secrets"));
    }
}
