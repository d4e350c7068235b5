package dev.runbook.sandbox;

import java.util.Optional;
import java.util.regex.Pattern;

/** The one access key of the sandbox, which opens nothing but the sandbox. */
final class Credential {

    static final String KEY = "sandbox";
    static final String SECRET = "sandbox-secret";

    private static final Pattern SCOPE = Pattern.compile("Credential=([^/,]+)/[0-9]{8}/([^/]+)/([^/]+)/aws4_request");

    private Credential() {}

    /** Refuses a request that is unsigned, signed with another key, or meant for another region. */
    static void check(Optional<String> authorization, Fleet fleet) {
        var scope = SCOPE.matcher(authorization.orElse(""));
        if (!scope.find()) {
            throw new AwsError("MissingAuthenticationToken", 403, "Request is missing Authentication Token");
        }
        if (!scope.group(1).equals(KEY)) {
            throw new AwsError(
                    "InvalidClientTokenId",
                    403,
                    "The security token included in the request is invalid. The sandbox accepts AWS_ACCESS_KEY_ID="
                            + KEY + " only.");
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
