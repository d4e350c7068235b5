package dev.runbook.adapter.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.runbook.port.ObjectListing.Entry;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.world.Password;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.internal.HttpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Accounts with an account id in the inventory: a real S3 server with buckets of one account, and an STS that returns another. */
@Tag("slow")
class PinnedAccountTest {

    private static final String OWNER = "111111111111";
    private static final String STRANGER = "222222222222";
    private static final int BIG_BYTES = 9 << 20;

    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private String caller = OWNER;
    private HttpServer sts;
    private S3Proxy s3;
    private AwsAccounts accounts;

    @BeforeEach
    void start() throws Exception {
        sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] answer = """
                    <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
                    <Arn>arn:aws:iam::%1$s:user/tester</Arn><UserId>AIDA</UserId><Account>%1$s</Account>
                    </GetCallerIdentityResult></GetCallerIdentityResponse>
                    """.formatted(caller).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        sts.start();
        BlobStore blobs = BlobStores.create("transient", new Properties());
        s3 = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
                .ignoreUnknownHeaders(true)
                .build();
        s3.setBlobStoreLocator((identity, bucket, key) -> granted(blobs));
        s3.start();
        for (String bucket : List.of("prod", "stage")) {
            blobs.createContainer(bucket);
        }
        put(blobs, "small", 5);
        put(blobs, "big", BIG_BYTES);
        accounts = new AwsAccounts(List.of(
                account("pinned", Optional.of(OWNER)),
                account("free", Optional.empty()),
                account("strange", Optional.of(STRANGER))));
    }

    @AfterEach
    void stop() throws Exception {
        accounts.close();
        s3.stop();
        sts.stop(0);
    }

    private static void put(BlobStore blobs, String key, int bytes) {
        blobs.putBlob(
                PutObjectRequest.builder()
                        .bucket("prod")
                        .key(key)
                        .contentLength((long) bytes)
                        .contentType("text/plain")
                        .build(),
                new ByteArrayInputStream(new byte[bytes]));
    }

    /** Records the expected bucket owner of a request, and rejects the request if it is another account. */
    private AccessGrant granted(BlobStore blobs) {
        Request request = HttpConnection.getCurrentConnection().getHttpChannel().getRequest();
        Optional<String> owner = Optional.ofNullable(request.getHeaders().get("x-amz-expected-bucket-owner"));
        Optional<String> source = Optional.ofNullable(request.getHeaders().get("x-amz-source-expected-bucket-owner"));
        requests.add(request.getMethod() + " " + request.getHttpURI().getPathQuery() + " " + owner.orElse("anybody")
                + (request.getHeaders().contains("x-amz-copy-source") ? " from " + source.orElse("anybody") : ""));
        Predicate<String> stranger = expected -> !expected.equals(OWNER);
        if (owner.filter(stranger).or(() -> source.filter(stranger)).isPresent()) {
            throw S3Exception.builder()
                    .statusCode(403)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("AccessDenied")
                            .errorMessage("Access Denied")
                            .build())
                    .message("Access Denied")
                    .build();
        }
        return new AccessGrant("secret", blobs);
    }

    private AwsAccount account(String name, Optional<String> id) {
        Optional<URI> address = Optional.of(URI.create("http://127.0.0.1:" + s3.getPort()));
        Optional<URI> identity =
                Optional.of(URI.create("http://127.0.0.1:" + sts.getAddress().getPort()));
        return new AwsAccount(
                name,
                id,
                Optional.of("eu-west-1"),
                Optional.empty(),
                Optional.of(new AwsAccount.Keys("key", new Password("secret"))),
                Optional.empty(),
                new AwsAccount.Endpoints(address, address, identity, address, address));
    }

    @Test
    void everyRequestOfS3SaysWhoTheBucketMustBelongTo() throws Exception {
        assertThat(accounts.verify("pinned").accountId()).isEqualTo(OWNER);
        everyCall(accounts.store("pinned"));
        assertThat(requests)
                .hasSizeGreaterThan(15)
                .allMatch(request -> request.contains(" " + OWNER))
                .noneMatch(request -> request.contains("anybody"));
        assertThat(asked).hasValue(1);
    }

    @Test
    void withoutAPinnedNumberNothingIsExpectedAndNobodyIsAsked() throws Exception {
        everyCall(accounts.store("free"));
        assertThat(requests).hasSizeGreaterThan(15).allMatch(request -> request.contains(" anybody"));
        assertThat(asked).hasValue(0);
    }

    @Test
    void noCallOfAnyServiceIsSentWithCredentialsOfAnotherAccount() {
        caller = STRANGER;
        String words = "belong to account " + STRANGER + " (arn:aws:iam::" + STRANGER
                + ":user/tester), but the inventory says " + OWNER;
        assertDenied(() -> accounts.store("pinned").bucketExists("prod"), words);
        assertDenied(() -> accounts.store("pinned").copy(copy("small", "x", OWNER)), words);
        assertDenied(() -> accounts.rds("pinned").instances(), words);
        assertDenied(() -> accounts.secrets("pinned").secret("name"), words);
        assertDenied(() -> accounts.secrets("pinned").parameter("name"), words);
        assertDenied(() -> accounts.verify("pinned"), words);
        assertThat(requests).isEmpty();
    }

    @Test
    void aBucketOfAnotherAccountIsDeniedWithWhatMayBeWrong() {
        caller = STRANGER;
        assertDenied(
                () -> accounts.store("strange").bucketExists("prod"),
                "the bucket does not belong to account " + STRANGER + ", whose id the inventory gives");
        assertDenied(() -> accounts.store("free").copy(copy("small", "x", STRANGER)), "AccessDenied");
        assertThat(requests).hasSize(2);
    }

    /** Reads, copies (single and in parts, streamed and on the server), aborts and deletes. */
    private void everyCall(ObjectStore store) throws Exception {
        assertThat(store.bucketExists("prod")).isTrue();
        String owner = store.accountId().orElse(null);
        for (Entry entry : store.list("prod", "", Optional.empty()).entries()) {
            CopyObjectRequest request = copy(entry.key(), entry.etag(), owner);
            repeated(() -> store.copy(request), 3);
            repeated(() -> store.copyInParts(request, entry.sizeBytes()), 3);
            assertThatThrownBy(() -> store.copyInParts(request, 2L * (300 << 20)))
                    .isInstanceOf(PortException.class);
            repeated(
                    () -> {
                        try (ObjectStore.Body body = store.open(request)) {
                            store.store(request, body);
                        }
                    },
                    3);
        }
        store.delete(DeleteObjectsRequest.builder()
                .bucket("stage")
                .delete(Delete.builder()
                        .objects(ObjectIdentifier.builder().key("big").build())
                        .build())
                .build());
    }

    private interface Call {
        void send() throws PortException;
    }

    /** Retries like s3-sync: a server may close a kept connection at the moment of its next use. */
    private static void repeated(Call call, int attempts) throws PortException {
        try {
            call.send();
        } catch (PortException e) {
            if (e.kind() == Kind.BROKEN || e.kind() == Kind.DENIED || attempts == 1) {
                throw e;
            }
            repeated(call, attempts - 1);
        }
    }

    private static CopyObjectRequest copy(String key, String etag, String sourceOwner) {
        return CopyObjectRequest.builder()
                .sourceBucket("prod")
                .sourceKey(key)
                .copySourceIfMatch(etag)
                .destinationBucket("stage")
                .destinationKey(key)
                .expectedSourceBucketOwner(sourceOwner)
                .build();
    }

    private static void assertDenied(ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PortException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                .hasMessageContaining(words);
    }
}
