package dev.runbook.adapter.aws;

import dev.runbook.world.Password;
import java.net.URI;
import java.util.Optional;

/**
 * The access to one AWS account.
 *
 * @param name its name in the inventory
 * @param accountId the account id that the credentials must have; empty when the inventory does not set it
 * @param region empty for the region of the environment or profile
 * @param profile a profile of {@code ~/.aws}; empty for the default credential chain: environment, profile, instance role
 * @param keys static keys, in place of a profile
 * @param role a role to assume with those credentials
 * @param endpoints custom endpoints
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

    /** Custom endpoints of the services; empty for the default endpoints. */
    public record Endpoints(
            Optional<URI> rds, Optional<URI> s3, Optional<URI> sts, Optional<URI> secretsmanager, Optional<URI> ssm) {

        /** The same endpoint for every service. */
        public static Endpoints all(URI address) {
            Optional<URI> one = Optional.of(address);
            return new Endpoints(one, one, one, one, one);
        }
    }
}
