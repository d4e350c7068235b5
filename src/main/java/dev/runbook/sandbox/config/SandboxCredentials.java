package dev.runbook.sandbox.config;

import dev.runbook.sandbox.wire.AwsError;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one access key of the sandbox, which opens nothing but the sandbox. */
public final class SandboxCredentials {

    public static final String ACCESS_KEY_ID = "sandbox";
    public static final String SECRET_ACCESS_KEY = "sandbox-secret";

    private static final Pattern SCOPE = Pattern.compile("Credential=([^/,]+)/[0-9]{8}/([^/]+)/([^/]+)/aws4_request");

    private SandboxCredentials() {}

    /** Refuses a request that is unsigned, signed with another key, or meant for another region. */
    public static void check(Optional<String> authorization, Fleet fleet) {
        var scope = SCOPE.matcher(authorization.orElse(""));
        if (!scope.find()) {
            throw new AwsError("MissingAuthenticationToken", 403, "Request is missing Authentication Token");
        }
        if (!scope.group(1).equals(ACCESS_KEY_ID)) {
            throw new AwsError(
                    "InvalidClientTokenId",
                    403,
                    "The security token included in the request is invalid. The sandbox accepts AWS_ACCESS_KEY_ID="
                            + ACCESS_KEY_ID + " only.");
        }
        if (scope.group(3).equals("rds") && !scope.group(2).equals(fleet.region())) {
            throw new AwsError(
                    "SignatureDoesNotMatch",
                    403,
                    "Credential should be scoped to a valid region. The sandbox is " + fleet.region() + ", not "
                            + scope.group(2) + ".");
        }
    }
}
