package dev.runbook.adapter.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.port.AccountSecrets;
import dev.runbook.port.AccountSecrets.Parameter;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.world.Password;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads the secrets of an account through the SDK from a local server. */
class AwsSecretsTest {

    private SecretServer server;
    private AwsAccounts accounts;
    private AccountSecrets secrets;

    @BeforeEach
    void start() throws IOException {
        server = SecretServer.start()
                .secret("shop/db", "{\"password\": \"s3cret\"}")
                .binary("shop/keystore")
                .parameter("/shop/password", "SecureString", "p4ss")
                .parameter("/shop/url", "String", "https://shop")
                .parameter("/shop/zones", "StringList", "a,b");
        accounts = new AwsAccounts(List.of(new AwsAccount(
                "main",
                Optional.empty(),
                Optional.of("eu-west-1"),
                Optional.empty(),
                Optional.of(new AwsAccount.Keys("KEYID", new Password("not-sent"))),
                Optional.empty(),
                AwsAccount.Endpoints.all(server.endpoint()))));
        secrets = accounts.secrets("main");
    }

    @AfterEach
    void stop() {
        accounts.close();
        server.close();
    }

    @Test
    void readsASecretAndParametersOfEachKindWithSignedCalls() throws PortException {
        assertThat(secrets.secret("shop/db").reveal()).isEqualTo("{\"password\": \"s3cret\"}");
        assertThat(secrets.parameter("/shop/password"))
                .isEqualTo(new Parameter(Parameter.Kind.SECRET, new Password("p4ss")));
        assertThat(secrets.parameter("/shop/url"))
                .isEqualTo(new Parameter(Parameter.Kind.TEXT, new Password("https://shop")));
        assertThat(secrets.parameter("/shop/zones")).isEqualTo(new Parameter(Parameter.Kind.LIST, new Password("a,b")));
        assertThat(server.calls())
                .containsExactly(
                        "secretsmanager.GetSecretValue shop/db by KEYID for secretsmanager in eu-west-1",
                        "AmazonSSM.GetParameter /shop/password decrypted by KEYID for ssm in eu-west-1",
                        "AmazonSSM.GetParameter /shop/url decrypted by KEYID for ssm in eu-west-1",
                        "AmazonSSM.GetParameter /shop/zones decrypted by KEYID for ssm in eu-west-1");
    }

    @Test
    void saysWhyThereIsNoValue() {
        fails(
                () -> secrets.secret("shop/none"),
                Kind.NOT_FOUND,
                "secretsmanager:GetSecretValue shop/none: ResourceNotFoundException");
        fails(() -> secrets.parameter("/shop/none"), Kind.NOT_FOUND, "ssm:GetParameter /shop/none: ParameterNotFound");
        fails(() -> secrets.secret("forbidden"), Kind.DENIED, "AccessDeniedException: not authorized");
        fails(() -> secrets.parameter("forbidden"), Kind.DENIED, "AccessDeniedException");
        fails(() -> secrets.secret("shop/keystore"), Kind.BROKEN, "only text secrets are supported");
    }

    private static void fails(ThrowingCallable call, Kind kind, String message) {
        assertThatThrownBy(call)
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        PortException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
