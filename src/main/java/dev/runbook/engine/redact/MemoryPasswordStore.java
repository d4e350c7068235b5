package dev.runbook.engine.redact;

import dev.runbook.port.PasswordStore;
import dev.runbook.world.Password;
import dev.runbook.world.ResourceId;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Passwords that this process has set, in memory; every password it stores or returns is masked in all output. */
public final class MemoryPasswordStore implements PasswordStore {

    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 40;

    private final Redaction redaction;
    private final Map<ResourceId, Password> passwords = new ConcurrentHashMap<>();

    public MemoryPasswordStore(Redaction redaction) {
        this.redaction = redaction;
    }

    @Override
    public Optional<Password> password(ResourceId instance) {
        return Optional.ofNullable(passwords.get(instance));
    }

    @Override
    public void keep(ResourceId instance, Password password) {
        redaction.addSecret(password.reveal());
        passwords.put(instance, password);
    }

    @Override
    public Password random() {
        // Made here: most runs give no password, and the first one of a process takes a while.
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int at = 0; at < LENGTH; at++) {
            password.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        redaction.addSecret(password.toString());
        return new Password(password.toString());
    }
}
