package dev.runbook.inventory;

import dev.runbook.yaml.Position;
import java.util.List;
import java.util.Optional;

/**
 * An AWS account and region as a run enters it.
 *
 * @param id the twelve digits, when the inventory gives them
 * @param quarantineSecurityGroups the groups a clone is kept in until it is masked
 */
public record Account(
        String name,
        String region,
        Optional<String> id,
        Optional<String> profile,
        Optional<Role> role,
        Endpoints endpoints,
        List<String> quarantineSecurityGroups,
        Position position) {

    public Account {
        quarantineSecurityGroups = List.copyOf(quarantineSecurityGroups);
    }

    /** A role to assume before the first call. */
    public record Role(String arn, Optional<String> externalId) {}

    /** Addresses to call instead of AWS's own. */
    public record Endpoints(
            Optional<String> rds,
            Optional<String> s3,
            Optional<String> sts,
            Optional<String> secretsmanager,
            Optional<String> ssm) {}
}
