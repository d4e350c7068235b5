package dev.runbook.port;

import java.util.Optional;

/**
 * Credentials to use for an account in place of its own.
 *
 * @param profile of {@code ~/.aws}; empty for the account's own credentials
 * @param role the ARN of a role to assume with them
 * @param externalId the external id that the trust policy of the role requires
 */
public record AssumedAccess(Optional<String> profile, Optional<String> role, Optional<String> externalId) {

    /** The profile and the role, for messages. */
    public String words() {
        String who = profile.map(name -> "profile " + name).orElse("");
        return role.map(arn -> "role " + arn + (who.isEmpty() ? "" : " by " + who))
                .orElse(who);
    }
}
