package dev.runbook.port;

import dev.runbook.world.Password;

/** Where {@code lookup('secret', name)} finds its values. */
public interface Secrets {

    /**
     * Reads a secret.
     *
     * @throws PortException NOT_FOUND when there is no such secret, DENIED when it may not be read
     */
    Password secret(String name) throws PortException;
}
