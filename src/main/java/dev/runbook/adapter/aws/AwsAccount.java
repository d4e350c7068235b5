package dev.runbook.adapter.aws;

import dev.runbook.world.Password;
import java.net.URI;
import java.util.Optional;

/**
 * How to reach one AWS account.
 *
 * @param name its name in the inventory
 * @param accountId the twelve digits it must turn out to have; empty when the inventory does not pin it
 * @param region empty for the region of the environment or profile
 * @param profile a profile of {@code ~/.aws}; empty for the usual chain of environment, profile and machine role
 * @param keys fixed keys, in place of a profile
 * @param role a role to assume with those credentials
 * @param endpoints addresses other than AWS's own
 */
public record AwsAccount(
        String name,
        Optional<String> accountId,
        Optional<String> region,
        Optional<String> profile,
        Optional<Keys> keys,
        Optional<Role> role,
        Endpoints endpoints) {

    /** An access key. */
    public record Keys(String accessKeyId, Password secretAccessKey) {}

    /** A role to assume. */
    public record Role(String arn, Optional<String> externalId) {}

    /** Addresses of the services; empty for AWS's own. */
    public record Endpoints(
            Optional<URI> rds, Optional<URI> s3, Optional<URI> sts, Optional<URI> secretsmanager, Optional<URI> ssm) {

        /** The same address for every service. */
        public static Endpoints all(URI address) {
            Optional<URI> one = Optional.of(address);
            return new Endpoints(one, one, one, one, one);
        }
    }
}
