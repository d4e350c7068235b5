package dev.runbook.adapter.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.port.ObjectListing.Entry;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.world.Password;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** The store on a real S3 server in this process. */
@Tag("slow")
class S3StoreTest {

    private static final String KEY = "key";
    private static final String SECRET = "secret";
    private static final int BIG_BYTES = 17 << 20;

    private S3Proxy server;
    private AwsAccounts accounts;
    private S3Client client;
    private ObjectStore store;

    @BeforeEach
    void start() throws Exception {
        server = S3Proxy.builder()
                .blobStore(BlobStores.create("transient", new Properties()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
                .build();
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getPort());
        accounts = new AwsAccounts(List.of(account("right", SECRET, endpoint), account("wrong", "x", endpoint)));
        store = accounts.store("right");
        client = S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .httpClient(Connections.open())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
                .build();
        client.createBucket(request -> request.bucket("prod"));
        client.createBucket(request -> request.bucket("stage"));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        accounts.close();
        server.stop();
    }

    @Test
    void listsInPagesWithDecodedKeysAndPlainETags() throws Exception {
        List<String> keys = List.of("a b", "a+b", "a/é", "a/%20", "b");
        keys.forEach(key -> put(key, "x"));

        List<Entry> all = store.list("prod", "", Optional.empty()).entries();
        assertThat(all.stream().map(Entry::key)).containsExactly("a b", "a+b", "a/%20", "a/é", "b");
        assertThat(all).allSatisfy(entry -> {
            assertThat(entry.etag()).isEqualTo("9dd4e461268c8034f5c8564e155c67a6");
            assertThat(entry.sizeBytes()).isEqualTo(1);
            assertThat(entry.storageClass()).isEqualTo("STANDARD");
        });
        assertThat(store.list("prod", "a/", Optional.of("a/%20")).entries().stream()
                        .map(Entry::key))
                .containsExactly("a/é");
        assertThat(store.list("stage", "", Optional.empty()).more()).isFalse();
    }

    @Test
    void keysThatComeOutOfOrderAreNotTrusted() {
        put("\uFB03", "x");
        put("\uD83D\uDE00", "x");

        assertKind(Kind.BROKEN, () -> store.list("prod", "", Optional.empty()));
    }

    @Test
    void copiesWithMetadataOnlyWhatWasCompared() throws Exception {
        put("image.png", "one");
        String etag = store.list("prod", "", Optional.empty()).entries().get(0).etag();

        store.copy(copy("image.png", etag));

        assertCopied("image.png");
        put("image.png", "two");
        assertKind(Kind.CONFLICT, () -> store.copy(copy("image.png", etag)));
        assertKind(Kind.NOT_FOUND, () -> store.copy(copy("missing", etag)));
    }

    @Test
    void bigObjectsAreStreamedInPartsWithTheirMetadata() throws Exception {
        put("big", "x".repeat(BIG_BYTES));
        put("small", "x");
        for (Entry entry : store.list("prod", "", Optional.empty()).entries()) {
            CopyObjectRequest request = copy(entry.key(), entry.etag());
            stream(request, 3);
            assertCopied(entry.key());
        }
        assertThat(store.list("stage", "", Optional.empty()).entries().get(0).sizeBytes())
                .isEqualTo(BIG_BYTES);
    }

    /** Retries like s3-sync: a server may close a kept connection at the moment of its next use. */
    private void stream(CopyObjectRequest request, int attempts) throws Exception {
        try (ObjectStore.Body body = store.open(request)) {
            store.store(request, body);
        } catch (PortException e) {
            if (e.kind() == Kind.BROKEN || attempts == 1) {
                throw e;
            }
            stream(request, attempts - 1);
        }
    }

    @Test
    void copiesInPartsKeepMetadataAndAFailureLeavesNoUpload() throws Exception {
        put("big", "x".repeat(BIG_BYTES));
        String etag = store.list("prod", "", Optional.empty()).entries().get(0).etag();

        store.copyInParts(copy("big", etag), BIG_BYTES);

        assertCopied("big");
        assertThatThrownBy(() -> store.copyInParts(copy("big", etag), 2L * (300 << 20)))
                .isInstanceOf(PortException.class);
        assertThat(client.listMultipartUploads(request -> request.bucket("stage"))
                        .uploads())
                .isEmpty();
    }

    @Test
    void deletesManyKeysAtOnce() throws Exception {
        put("a", "1");
        put("b", "2");
        store.delete(DeleteObjectsRequest.builder()
                .bucket("prod")
                .delete(Delete.builder()
                        .objects(
                                ObjectIdentifier.builder().key("a").build(),
                                ObjectIdentifier.builder().key("gone").build())
                        .quiet(true)
                        .build())
                .build());
        assertThat(store.list("prod", "", Optional.empty()).entries().stream().map(Entry::key))
                .containsExactly("b");
    }

    @Test
    void missingBucketsAndWrongKeysAreToldApart() throws Exception {
        assertThat(store.bucketExists("prod")).isTrue();
        assertThat(store.bucketExists("nowhere")).isFalse();
        assertKind(Kind.NOT_FOUND, () -> store.list("nowhere", "", Optional.empty()));
        assertKind(Kind.DENIED, () -> accounts.store("wrong").list("prod", "", Optional.empty()));
        assertKind(Kind.DENIED, () -> accounts.store("wrong").bucketExists("prod"));
    }

    private void assertCopied(String key) {
        HeadObjectResponse head =
                client.headObject(request -> request.bucket("stage").key(key));
        assertThat(head.metadata()).containsEntry("camera", "nikon");
        assertThat(head.contentType()).isEqualTo("image/png");
    }

    private void put(String key, String content) {
        client.putObject(
                request ->
                        request.bucket("prod").key(key).contentType("image/png").metadata(Map.of("camera", "nikon")),
                RequestBody.fromString(content));
    }

    private static CopyObjectRequest copy(String key, String etag) {
        return CopyObjectRequest.builder()
                .sourceBucket("prod")
                .sourceKey(key)
                .copySourceIfMatch(etag)
                .destinationBucket("stage")
                .destinationKey(key)
                .build();
    }

    private static AwsAccount account(String name, String secret, URI endpoint) {
        return new AwsAccount(
                name,
                Optional.empty(),
                Optional.of("eu-west-1"),
                Optional.empty(),
                Optional.of(new AwsAccount.Keys(KEY, new Password(secret))),
                Optional.empty(),
                AwsAccount.Endpoints.all(endpoint));
    }

    private static void assertKind(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PortException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
