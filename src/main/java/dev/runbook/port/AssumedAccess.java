package dev.runbook.port;

import java.util.Optional;

/**
 * Credentials to enter an account with, in place of its own.
 *
 * @param profile of {@code ~/.aws}; empty for the account's own credentials
 * @param role the ARN of a role to assume with them
 * @param externalId what the role's trust asks for
 */
public record AssumedAccess(Optional<String> profile, Optional<String> role, Optional<String> externalId) {

    /** In words: whose credentials they are. */
    public String words() {
        String who = profile.map(name -> "profile " + name).orElse("");
        return role.map(arn -> "role " + arn + (who.isEmpty() ? "" : " by " + who))
                .orElse(who);
    }
}
