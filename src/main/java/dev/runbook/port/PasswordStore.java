package dev.runbook.port;

import dev.runbook.world.Password;
import dev.runbook.world.ResourceId;
import java.util.Optional;

/**
 * The passwords that this process has set on instances. In memory only: a later process starts with an empty store and sets a new
 * password. Stored passwords are redacted from all output.
 */
public interface PasswordStore {

    Optional<Password> password(ResourceId instance);

    void keep(ResourceId instance, Password password);

    /** A new random password of 40 letters and digits. */
    Password random();
}
