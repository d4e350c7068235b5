package dev.runbook.port;

import dev.runbook.world.Password;
import dev.runbook.world.ResourceId;
import java.util.Optional;

/**
 * Passwords that this process has given to instances. Kept in memory only: a later process finds the vault empty and
 * gives the instance a new password. Everything put in is kept out of all output from then on.
 */
public interface PasswordStore {

    Optional<Password> password(ResourceId instance);

    void keep(ResourceId instance, Password password);

    /** A new random password of 40 letters and digits. */
    Password random();
}
