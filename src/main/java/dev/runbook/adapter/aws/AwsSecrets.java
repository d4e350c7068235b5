package dev.runbook.adapter.aws;

import dev.runbook.port.AccountSecrets;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.world.Password;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Secrets and parameters of one account; clients are created on first use. */
final class AwsSecrets implements AccountSecrets {

    private final Supplier<SecretsManagerClient> secrets;
    private final Supplier<SsmClient> parameters;

    AwsSecrets(Supplier<SecretsManagerClient> secrets, Supplier<SsmClient> parameters) {
        this.secrets = secrets;
        this.parameters = parameters;
    }

    @Override
    public Password secret(String id) throws PortException {
        String call = "secretsmanager:GetSecretValue " + id;
        try {
            String text = secrets.get().getSecretValue(get -> get.secretId(id)).secretString();
            return new Password(Optional.ofNullable(text)
                    .orElseThrow(() -> new PortException(
                            Kind.BROKEN, call, "the secret is binary; only text secrets are supported")));
        } catch (SdkException e) {
            throw AwsFailure.ofRead(call, e);
        }
    }

    @Override
    public Parameter parameter(String name) throws PortException {
        String call = "ssm:GetParameter " + name;
        try {
            var found = parameters
                    .get()
                    .getParameter(get -> get.name(name).withDecryption(true))
                    .parameter();
            return new Parameter(kind(found.type()), new Password(found.value()));
        } catch (SdkException e) {
            throw AwsFailure.ofRead(call, e);
        }
    }

    /** A type unknown to this SDK version is treated as secret. */
    private static Parameter.Kind kind(ParameterType type) {
        return switch (type) {
            case STRING -> Parameter.Kind.TEXT;
            case STRING_LIST -> Parameter.Kind.LIST;
            case SECURE_STRING, UNKNOWN_TO_SDK_VERSION -> Parameter.Kind.SECRET;
        };
    }
}
