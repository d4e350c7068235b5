package dev.runbook.inventory;

import dev.runbook.yaml.Position;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An AWS account and region, with the credentials that a run uses there.
 *
 * @param id the twelve digits, if the inventory contains them
 * @param quarantineSecurityGroups the security groups of a clone until it is masked
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

    /** The account ids that the inventory requires: its id, and the account of its role. */
    Set<String> accountIds() {
        Set<String> numbers = new TreeSet<>();
        id.ifPresent(numbers::add);
        role.flatMap(Role::accountId).ifPresent(numbers::add);
        return numbers;
    }

    /** A role to assume before the first call. */
    public record Role(String arn, Optional<String> externalId) {

        private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:iam::([0-9]{12}):role/.+");

        /** The twelve digits of the role's account; empty if the text is not the ARN of a role. */
        Optional<String> accountId() {
            return Optional.of(ARN.matcher(arn)).filter(Matcher::matches).map(matcher -> matcher.group(1));
        }
    }

    /** Endpoint URLs that replace those of AWS. */
    public record Endpoints(
            Optional<String> rds,
            Optional<String> s3,
            Optional<String> sts,
            Optional<String> secretsmanager,
            Optional<String> ssm) {}
}
