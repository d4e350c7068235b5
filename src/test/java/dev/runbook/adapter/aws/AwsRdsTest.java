package dev.runbook.adapter.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runbook.adapter.aws.AwsAccount.Endpoints;
import dev.runbook.adapter.aws.AwsAccount.Keys;
import dev.runbook.adapter.aws.AwsAccount.Role;
import dev.runbook.port.AssumedAccess;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.world.Password;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PromoteReadReplicaRequest;

/** The adapter against a loopback server whose responses each test sets. */
class AwsRdsTest {

    private static final String PROMOTED =
            "<PromoteReadReplicaResponse><PromoteReadReplicaResult/></PromoteReadReplicaResponse>";
    private static final String CALLER =
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/nightly</Arn>"
                    + "<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> signers = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private URI endpoint;

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readsEveryPage() throws PortException {
        answers.add(new Answer(200, page("one", "marker-2")));
        answers.add(new Answer(200, page("two", "")));

        try (AwsAccounts accounts = accounts(Optional.empty(), Optional.empty())) {
            assertThat(accounts.rds("main").instances())
                    .extracting(DBInstance::dbInstanceIdentifier)
                    .containsExactly("one", "two");
        }
        assertThat(requests.get(1)).contains("Marker=marker-2");
    }

    @Test
    void repeatsAReadThatWasThrottledOrFailed() throws PortException {
        answers.add(new Answer(400, error("Throttling")));
        answers.add(new Answer(503, error("ServiceUnavailable")));
        answers.add(new Answer(200, page("one", "")));

        try (AwsAccounts accounts = accounts(Optional.empty(), Optional.empty())) {
            assertThat(accounts.rds("main").instances()).hasSize(1);
        }
        assertThat(requests).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "400, Throttling, RETRYABLE",
        "400, RequestLimitExceeded, RETRYABLE",
        "500, InternalFailure, OUTCOME_UNKNOWN",
        "503, ServiceUnavailable, OUTCOME_UNKNOWN",
        "400, InvalidDBInstanceState, WRONG_STATE",
        "400, InvalidDBInstanceStateFault, WRONG_STATE",
        "400, DBInstanceAlreadyExists, CONFLICT",
        "404, DBInstanceNotFound, NOT_FOUND",
        "403, AccessDenied, DENIED",
        "400, ExpiredToken, DENIED",
        "403, SignatureDoesNotMatch, DENIED",
        "400, InsufficientDBInstanceCapacity, NO_CAPACITY",
        "400, InvalidVPCNetworkStateFault, BROKEN",
        "400, InvalidParameterCombination, BROKEN"
    })
    void sendsAChangeOnceAndSaysWhatItsFailureMeans(int status, String code, Kind kind) {
        answers.add(new Answer(status, error(code)));

        PortException failure = promotionFailure();

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).contains(code);
        assertThat(failure.call()).isEqualTo("rds:PromoteReadReplica temp-demo");
        assertThat(failure).hasMessage("rds:PromoteReadReplica temp-demo: " + code + ": said the server");
        assertThat(requests).hasSize(1);
    }

    @Test
    void doesNotKnowTheOutcomeWhenTheAnswerIsLost() {
        answers.add(new Answer(0, ""));

        PortException failure = promotionFailure();

        assertThat(failure.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(failure.code()).isEmpty();
        assertThat(requests).hasSize(1);
    }

    @Test
    void doesNotRepeatAChangeOnAConnectionThatDiesAfterAnEarlierAnswer() throws PortException {
        answers.add(new Answer(200, PROMOTED));
        answers.add(new Answer(0, ""));
        answers.add(new Answer(200, PROMOTED));
        try (AwsAccounts accounts = accounts(Optional.empty(), Optional.empty())) {
            accounts.rds("main").promote(promotion());

            PortException failure = catchThrowableOfType(
                    PortException.class, () -> accounts.rds("main").promote(promotion()));

            assertThat(failure.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        }
        assertThat(requests).hasSize(2);
    }

    @Test
    void mayCallAgainWhenNobodyListens() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            endpoint = URI.create("http://127.0.0.1:" + closed.getLocalPort());
        }

        assertThat(promotionFailure().kind()).isEqualTo(Kind.RETRYABLE);
    }

    @Test
    void assumesTheRoleWithItsExternalId() throws PortException {
        answers.add(new Answer(200, assumed()));
        answers.add(new Answer(200, CALLER));

        try (AwsAccounts accounts = accounts(Optional.of("123456789012"), Optional.of("outside"))) {
            assertThat(accounts.verify("main").arn()).isEqualTo("arn:aws:iam::123456789012:user/nightly");
        }
        assertThat(requests.get(0)).contains("Action=AssumeRole", "ExternalId=outside", "RoleSessionName=runbook");
    }

    @Test
    void isDeniedWhenTheRoleMayNotBeAssumed() {
        answers.add(new Answer(403, error("AccessDenied")));

        try (AwsAccounts accounts = accounts(Optional.empty(), Optional.of("outside"))) {
            PortException failure = catchThrowableOfType(
                    PortException.class, () -> accounts.rds("main").promote(promotion()));

            assertThat(failure.kind()).isEqualTo(Kind.DENIED);
        }
    }

    @Test
    void refusesCredentialsOfAnotherAccountThanThePinnedOne() {
        answers.add(new Answer(200, CALLER));

        try (AwsAccounts accounts = accounts(Optional.of("999999999999"), Optional.empty())) {
            PortException failure = catchThrowableOfType(PortException.class, () -> accounts.verify("main"));

            assertThat(failure.kind()).isEqualTo(Kind.DENIED);
            assertThat(failure)
                    .hasMessageContaining("belong to account 123456789012")
                    .hasMessageContaining("the inventory says 999999999999");
        }
    }

    @Test
    void saysWhoseProfileIsMissing() {
        AwsAccount account = new AwsAccount(
                "main",
                Optional.empty(),
                Optional.of("eu-west-1"),
                Optional.of("no-such-profile"),
                Optional.empty(),
                Optional.empty(),
                endpoints());
        try (AwsAccounts accounts = new AwsAccounts(List.of(account))) {
            PortException failure = catchThrowableOfType(PortException.class, () -> accounts.verify("main"));

            assertThat(failure.kind()).isEqualTo(Kind.DENIED);
            assertThat(failure)
                    .hasMessageContaining("there are no credentials for profile 'no-such-profile' of account 'main'");
        }
        assertThat(requests).isEmpty();
    }

    private PortException promotionFailure() {
        try (AwsAccounts accounts = accounts(Optional.empty(), Optional.empty())) {
            return catchThrowableOfType(
                    PortException.class, () -> accounts.rds("main").promote(promotion()));
        }
    }

    private static PromoteReadReplicaRequest promotion() {
        return PromoteReadReplicaRequest.builder()
                .dbInstanceIdentifier("temp-demo")
                .build();
    }

    @Test
    void anAccountEnteredAsARoleIsChangedWithItsCredentialsAndReadWithItsOwn() throws PortException {
        answers.add(new Answer(200, CALLER));
        answers.add(new Answer(200, page("one", "")));
        answers.add(new Answer(200, assumed()));
        answers.add(new Answer(200, PROMOTED));

        try (AwsAccounts accounts = accounts(Optional.of("123456789012"), Optional.empty())) {
            AssumedAccess access = new AssumedAccess(
                    Optional.empty(), Optional.of("arn:aws:iam::123456789012:role/refresh"), Optional.of("shop"));
            String entered = accounts.assume("main", access);
            assertThat(entered).isEqualTo(accounts.assume("main", access));
            accounts.rds("main").instances();
            accounts.rds(entered).promote(promotion());
        }
        assertThat(requests.get(2)).contains("Action=AssumeRole", "role/refresh", "ExternalId=shop");
        assertThat(signers).containsExactly("key", "key", "key", "temporary");
    }

    @Test
    void aProfileTakesThePlaceOfTheCredentialsOfTheAccount(@TempDir Path folder) throws PortException, IOException {
        Path file = Files.writeString(
                folder.resolve("credentials"),
                "[refresher]\naws_access_key_id = profiled\naws_secret_access_key = x\n");
        System.setProperty("aws.sharedCredentialsFile", file.toString());
        answers.add(new Answer(200, PROMOTED));

        try (AwsAccounts accounts = accounts(Optional.empty(), Optional.of("nightly"))) {
            AssumedAccess access = new AssumedAccess(Optional.of("refresher"), Optional.empty(), Optional.empty());
            accounts.rds(accounts.assume("main", access)).promote(promotion());
        } finally {
            System.clearProperty("aws.sharedCredentialsFile");
        }
        assertThat(signers).containsExactly("profiled");
    }

    @Test
    void theRoleOfATaskIsAssumedByTheRoleOfItsAccount() throws PortException {
        answers.add(new Answer(200, assumed()));
        answers.add(new Answer(200, assumed()));
        answers.add(new Answer(200, PROMOTED));

        try (AwsAccounts accounts = accounts(Optional.empty(), Optional.of("nightly"))) {
            AssumedAccess access =
                    new AssumedAccess(Optional.empty(), Optional.of("arn:aws:iam::1:role/other"), Optional.empty());
            accounts.rds(accounts.assume("main", access)).promote(promotion());
        }
        assertThat(requests.get(0)).contains("ExternalId=nightly");
        assertThat(requests.get(1)).contains("role/other").doesNotContain("ExternalId");
        assertThat(signers).containsExactly("key", "temporary", "temporary");
    }

    @Test
    void theSameRoleWithAnotherExternalIdIsAssumedAnew() throws PortException {
        answers.add(new Answer(200, assumed()));
        answers.add(new Answer(200, PROMOTED));
        answers.add(new Answer(200, assumed()));
        answers.add(new Answer(200, PROMOTED));

        try (AwsAccounts accounts = accounts(Optional.empty(), Optional.empty())) {
            for (String id : List.of("shop", "bank")) {
                Optional<String> role = Optional.of("arn:aws:iam::123456789012:role/refresh");
                String entered = accounts.assume("main", new AssumedAccess(Optional.empty(), role, Optional.of(id)));
                assertThat(entered).startsWith("main with role arn:").doesNotContain(id);
                accounts.rds(entered).promote(promotion());
            }
        }
        assertThat(requests).hasSize(4);
        assertThat(requests.get(0)).contains("Action=AssumeRole", "ExternalId=shop");
        assertThat(requests.get(2)).contains("Action=AssumeRole", "ExternalId=bank");
    }

    private AwsAccounts accounts(Optional<String> accountId, Optional<String> externalId) {
        return new AwsAccounts(List.of(new AwsAccount(
                "main",
                accountId,
                Optional.of("eu-west-1"),
                Optional.empty(),
                Optional.of(new Keys("key", new Password("secret"))),
                externalId.map(id -> new Role("arn:aws:iam::123456789012:role/refresh", Optional.of(id))),
                endpoints())));
    }

    private Endpoints endpoints() {
        return Endpoints.all(endpoint);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String signed = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        signers.add(signed.replaceAll(".*Credential=([^/]*)/.*", "$1"));
        requests.add(URLDecoder.decode(body, StandardCharsets.UTF_8));
        Answer answer = answers.poll();
        if (answer == null || answer.status() == 0) {
            exchange.close();
            return;
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String page(String instance, String marker) {
        return "<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance><DBInstanceIdentifier>"
                + instance + "</DBInstanceIdentifier></DBInstance></DBInstances>"
                + (marker.isEmpty() ? "" : "<Marker>" + marker + "</Marker>")
                + "</DescribeDBInstancesResult></DescribeDBInstancesResponse>";
    }

    private static String error(String code) {
        return "<ErrorResponse><Error><Type>Sender</Type><Code>" + code
                + "</Code><Message>said the server</Message></Error><RequestId>1</RequestId></ErrorResponse>";
    }

    private static String assumed() {
        return "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>temporary</AccessKeyId>"
                + "<SecretAccessKey>temporary</SecretAccessKey><SessionToken>token</SessionToken>"
                + "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
    }
}
