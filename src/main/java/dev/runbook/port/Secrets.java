package dev.runbook.port;

import dev.runbook.world.Password;

/** The source of values for {@code lookup('secret', name)}. */
public interface Secrets {

    /**
     * Reads a secret.
     *
     * @throws PortException NOT_FOUND when there is no such secret, DENIED when it must not be read, BROKEN when the name is not valid
     *     or the program that provides secrets cannot be started
     */
    Password secret(String name) throws PortException;
}
