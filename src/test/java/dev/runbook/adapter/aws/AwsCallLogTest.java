package dev.runbook.adapter.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.runbook.log.LogDetail;
import dev.runbook.log.LogLine;
import dev.runbook.log.RunLoggerFactory;
import dev.runbook.port.PortException;
import dev.runbook.world.Password;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** Each AWS call is logged as one line, followed by request and response; neither contains a secret. */
class AwsCallLogTest {

    private static final String MODIFIED = "<ModifyDBInstanceResponse><ModifyDBInstanceResult><DBInstance>"
            + "<DBInstanceIdentifier>temp-demo</DBInstanceIdentifier></DBInstance></ModifyDBInstanceResult>"
            + "<ResponseMetadata><RequestId>req-1</RequestId></ResponseMetadata></ModifyDBInstanceResponse>";
    private static final String ASSUMED =
            "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA1</AccessKeyId>"
                    + "<SecretAccessKey>very-secret-key</SecretAccessKey><SessionToken>session-token-1</SessionToken>"
                    + "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";

    private final List<LogLine> lines = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = (asked.contains("Action=AssumeRole") ? ASSUMED : MODIFIED).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(asked.contains("Action=AssumeRole") ? 200 : status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        RunLoggerFactory.ofProcess().orElseThrow().setSink(lines::add);
    }

    @AfterEach
    void letGo() {
        RunLoggerFactory.ofProcess().orElseThrow().removeSink();
        server.stop(0);
    }

    @Test
    void oneLineTellsTheCallItsStatusItsTimeAndItsRequest() throws PortException {
        modify();
        assertThat(texts(LogDetail.CALL))
                .anyMatch(text -> text.matches("main Rds:ModifyDBInstance 200, \\d+ ms, request req-1"));
    }

    @Test
    void aCallThatFailedTellsWhy() {
        status = 400;
        assertThatThrownBy(this::modify).isInstanceOf(PortException.class);
        assertThat(texts(LogDetail.CALL))
                .anyMatch(text -> text.matches("(?s)main Rds:ModifyDBInstance.*, \\d+ ms: .*"));
    }

    @Test
    void theWireIsShownWithoutPasswordsAndCredentials() throws PortException {
        modify();
        String wire = String.join("\n", texts(LogDetail.WIRE));
        assertThat(wire)
                .contains("> main Rds:ModifyDBInstance POST http://127.0.0.1", "DBInstanceIdentifier=temp-demo")
                .contains("< main Rds:ModifyDBInstance 200", "Authorization: ***");
        assertThat(lines.toString())
                .doesNotContain("new-password", "very-secret-key", "session-token-1", "base-secret");
    }

    private List<String> texts(LogDetail detail) {
        return lines.stream()
                .filter(line -> line.detail() == detail)
                .map(LogLine::text)
                .toList();
    }

    private void modify() throws PortException {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        AwsAccount account = new AwsAccount(
                "main",
                Optional.empty(),
                Optional.of("eu-west-1"),
                Optional.empty(),
                Optional.of(new AwsAccount.Keys("base", new Password("base-secret"))),
                Optional.of(new AwsAccount.Role("arn:aws:iam::123456789012:role/refresh", Optional.empty())),
                new AwsAccount.Endpoints(
                        Optional.of(endpoint),
                        Optional.empty(),
                        Optional.of(endpoint),
                        Optional.empty(),
                        Optional.empty()));
        try (AwsAccounts accounts = new AwsAccounts(List.of(account))) {
            accounts.rds("main")
                    .modify(ModifyDbInstanceRequest.builder()
                            .dbInstanceIdentifier("temp-demo")
                            .masterUserPassword("new-password")
                            .build());
        }
    }
}
