package dev.runbook.port;

import dev.runbook.world.Password;

/** What an AWS account keeps for programs: secrets of its Secrets Manager and parameters of its Systems Manager. */
public interface AccountSecrets {

    /**
     * Reads the current version of a secret.
     *
     * @param id name or ARN
     * @throws PortException NOT_FOUND, DENIED, or BROKEN when it is no text
     */
    Password secret(String id) throws PortException;

    /**
     * Reads a parameter, decrypted.
     *
     * @param name with its path, or ARN
     * @throws PortException NOT_FOUND or DENIED
     */
    Parameter parameter(String name) throws PortException;

    /**
     * A parameter.
     *
     * @param text whole; the items of a list are separated by commas
     */
    record Parameter(Kind kind, Password text) {

        /** What AWS calls String, StringList and SecureString. */
        public enum Kind {
            TEXT,
            LIST,
            SECRET
        }
    }
}
