package dev.runbook.sandbox;

import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.config.SandboxCredentials;
import dev.runbook.sandbox.wire.AwsError;
import dev.runbook.sandbox.wire.QueryProtocol;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Who is calling, and the assuming of roles; every role of the account may be assumed. */
final class StsApi {

    private final Fleet fleet;

    StsApi(Fleet fleet) {
        this.fleet = fleet;
    }

    static boolean supports(String action) {
        return action.equals("GetCallerIdentity") || action.equals("AssumeRole");
    }

    SdkPojo call(String action, Map<String, String> parameters) {
        return action.equals("AssumeRole")
                ? assumeRole(
                        QueryProtocol.parseRequest(AssumeRoleRequest.builder(), parameters, AssumeRoleRequest.class))
                : GetCallerIdentityResponse.builder()
                        .account(fleet.account())
                        .arn("arn:aws:iam::" + fleet.account() + ":user/" + SandboxCredentials.ACCESS_KEY_ID)
                        .userId("AIDASANDBOX")
                        .build();
    }

    private AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
        var role = Optional.ofNullable(request.roleArn()).orElse("");
        if (!role.startsWith("arn:aws:iam::" + fleet.account() + ":role/") || request.roleSessionName() == null) {
            throw new AwsError(
                    "AccessDenied",
                    403,
                    "User: " + SandboxCredentials.ACCESS_KEY_ID
                            + " is not authorized to perform: sts:AssumeRole on resource: " + role);
        }
        var session = role.substring(role.lastIndexOf('/') + 1) + "/" + request.roleSessionName();
        // The same key again: the S3 server knows exactly one.
        var credentials = Credentials.builder()
                .accessKeyId(SandboxCredentials.ACCESS_KEY_ID)
                .secretAccessKey(SandboxCredentials.SECRET_ACCESS_KEY)
                .sessionToken("sandbox-session")
                .expiration(Instant.now().plus(Duration.ofHours(1)))
                .build();
        return AssumeRoleResponse.builder()
                .credentials(credentials)
                .assumedRoleUser(AssumedRoleUser.builder()
                        .arn("arn:aws:sts::" + fleet.account() + ":assumed-role/" + session)
                        .assumedRoleId("AROASANDBOX:" + request.roleSessionName())
                        .build())
                .build();
    }
}
