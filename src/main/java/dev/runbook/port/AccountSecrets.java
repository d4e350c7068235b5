package dev.runbook.port;

import dev.runbook.world.Password;

/** Secrets in AWS Secrets Manager and parameters in AWS Systems Manager, of one account. */
public interface AccountSecrets {

    /**
     * Reads the current version of a secret.
     *
     * @param id name or ARN
     * @throws PortException NOT_FOUND when there is no such secret, DENIED without permission, BROKEN when it is binary, RETRYABLE
     *     when AWS does not answer or throttles the call
     * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html">GetSecretValue</a>
     */
    Password secret(String id) throws PortException;

    /**
     * Reads a parameter, decrypted.
     *
     * @param name with its path, or ARN
     * @throws PortException NOT_FOUND when there is no such parameter, DENIED without permission, RETRYABLE when AWS does not answer
     *     or throttles the call
     * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html">GetParameter</a>
     */
    Parameter parameter(String name) throws PortException;

    /**
     * A parameter.
     *
     * @param text the complete value; the items of a list are separated by commas
     */
    record Parameter(Kind kind, Password text) {

        /** The AWS types String, StringList and SecureString. */
        public enum Kind {
            TEXT,
            LIST,
            SECRET
        }
    }
}
