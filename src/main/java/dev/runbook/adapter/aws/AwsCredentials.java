package dev.runbook.adapter.aws;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** Credential providers of accounts; credentials of a role are renewed before they expire. */
final class AwsCredentials {

    private static final String SESSION_NAME = "runbook";

    private AwsCredentials() {}

    /** There are no credentials; distinguishes this from a call that was sent and got no response. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The credentials of an account, before any role is assumed. */
    static AwsCredentialsProvider first(AwsAccount account) {
        if (account.keys().isPresent()) {
            AwsAccount.Keys keys = account.keys().get();
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                    keys.accessKeyId(), keys.secretAccessKey().reveal()));
        }
        return account.profile()
                .map(profile -> (AwsCredentialsProvider) new CheckedProvider(
                        "profile '" + profile + "' of account '" + account.name() + "'",
                        ProfileCredentialsProvider.create(profile)))
                .orElseGet(() -> new CheckedProvider(
                        "account '" + account.name() + "'",
                        DefaultCredentialsProvider.builder().build()));
    }

    /** The credentials of a role, assumed on first use. */
    static AwsCredentialsProvider ofRole(AwsAccount.Role role, Supplier<StsClient> sts) {
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts.get())
                .refreshRequest(request -> {
                    request.roleArn(role.arn()).roleSessionName(SESSION_NAME);
                    role.externalId().ifPresent(request::externalId);
                })
                .build();
    }

    /** Delegates to another provider, with a message of this program when there are no credentials. */
    private record CheckedProvider(String whose, AwsCredentialsProvider inner) implements AwsCredentialsProvider {

        @Override
        public software.amazon.awssdk.auth.credentials.AwsCredentials resolveCredentials() {
            try {
                return inner.resolveCredentials();
            } catch (SdkException | IllegalArgumentException e) {
                throw missing(e);
            }
        }

        @Override
        public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
            return CompletableFuture.completedFuture(resolveCredentials());
        }

        private SdkClientException missing(RuntimeException cause) {
            Missing missing = new Missing(
                    "there are no credentials for " + whose
                            + ": neither in the environment, nor in ~/.aws, nor from a role of this machine",
                    cause);
            return SdkClientException.create(missing.getMessage(), missing);
        }
    }
}
