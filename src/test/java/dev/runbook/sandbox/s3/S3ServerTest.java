package dev.runbook.sandbox.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.sandbox.Sandbox;
import dev.runbook.sandbox.SandboxFixture;
import dev.runbook.sandbox.config.InjectedFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The S3 server as the SDK sees it, and the record of what it was asked. */
@Tag("slow")
class S3ServerTest {

    private static final String PROD = "mitosis-prod-media";
    private static final String DEMO = "mitosis-demo-media";
    private static final String OWNER = "123456789012";
    private static final String STRANGER = "999999999999";

    @TempDir
    Path state;

    private Sandbox sandbox;
    private S3Client s3;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.startOnFreePorts(
                SandboxFixture.shop().withoutDurations().withoutServers(), state);
        s3 = S3Client.builder()
                .endpointOverride(sandbox.s3Endpoint())
                .region(software.amazon.awssdk.regions.Region.EU_WEST_1)
                .credentialsProvider(SandboxFixture.credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .forcePathStyle(true)
                .build();
    }

    @AfterEach
    void stop() {
        s3.close();
        sandbox.close();
    }

    @Test
    void fillsTheTargetWithIdenticalChangedMissingAndExtraObjects() {
        var source = etags(PROD);
        var target = etags(DEMO);
        assertThat(source).hasSize(320);
        long missing =
                source.keySet().stream().filter(key -> !target.containsKey(key)).count();
        long extra =
                target.keySet().stream().filter(key -> !source.containsKey(key)).count();
        long changed = source.keySet().stream()
                .filter(target::containsKey)
                .filter(key -> !source.get(key).equals(target.get(key)))
                .count();
        assertThat(List.of(missing, changed, extra)).containsExactly(40L, 25L, 12L);
        assertThat(source.keySet()).anyMatch(key -> key.startsWith("app/"));
        assertThat(source.keySet()).anyMatch(key -> key.startsWith("app2/"));
        assertThat(sandbox.calls().lines()).isEmpty();
    }

    @Test
    void copiesOnTheServerAndKeepsEtagTypeAndMetadata() {
        var key = etags(PROD).keySet().iterator().next();
        s3.copyObject(request -> request.sourceBucket(PROD)
                .sourceKey(key)
                .destinationBucket(DEMO)
                .destinationKey("copied/" + key));
        var source = s3.headObject(request -> request.bucket(PROD).key(key));
        var copy = s3.headObject(request -> request.bucket(DEMO).key("copied/" + key));
        assertThat(copy.eTag()).isEqualTo(source.eTag());
        assertThat(copy.contentType()).isEqualTo(source.contentType());
        assertThat(copy.metadata()).containsEntry("uploaded-by", "shop");
        assertThat(sandbox.calls().lines())
                .singleElement()
                .asString()
                .contains("\"service\":\"s3\",\"action\":\"CopyObject\"", "copied/" + key, PROD, "\"status\":200");
    }

    @Test
    void deletesManyAtOnceAsOneRecordedCall() {
        var keys = etags(DEMO).keySet().stream().limit(3).toList();
        s3.deleteObjects(request -> request.bucket(DEMO)
                .delete(delete -> delete.objects(keys.stream()
                        .map(key -> ObjectIdentifier.builder().key(key).build())
                        .toList())));
        assertThat(etags(DEMO)).doesNotContainKeys(keys.toArray(String[]::new));
        assertThat(sandbox.calls().lines())
                .singleElement()
                .asString()
                .contains("\"action\":\"DeleteObjects\"", keys.get(2));
    }

    @Test
    void copiesInParts() {
        var body = "x".repeat(6 * 1024 * 1024);
        s3.putObject(request -> request.bucket(PROD).key("big"), RequestBody.fromString(body));
        var upload = s3.createMultipartUpload(request -> request.bucket(DEMO).key("big"))
                .uploadId();
        var part = s3.uploadPartCopy(request -> request.sourceBucket(PROD)
                .sourceKey("big")
                .destinationBucket(DEMO)
                .destinationKey("big")
                .uploadId(upload)
                .partNumber(1)
                .copySourceRange("bytes=0-" + (body.length() - 1)));
        s3.completeMultipartUpload(request -> request.bucket(DEMO)
                .key("big")
                .uploadId(upload)
                .multipartUpload(parts -> parts.parts(CompletedPart.builder()
                        .partNumber(1)
                        .eTag(part.copyPartResult().eTag())
                        .build())));
        assertThat(s3.headObject(request -> request.bucket(DEMO).key("big")).contentLength())
                .isEqualTo(body.length());
        assertThat(String.join("\n", sandbox.calls().lines()))
                .contains("CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload")
                .doesNotContain(".s3proxy-");
        assertThat(etags(DEMO).keySet()).noneMatch(key -> key.startsWith(".s3proxy-"));
    }

    @Test
    void aBucketOfAnotherAccountThanExpectedIsForbidden() {
        var key = etags(PROD).keySet().iterator().next();
        assertForbidden(() -> s3.headBucket(request -> request.bucket(PROD).expectedBucketOwner(STRANGER)));
        assertForbidden(() -> s3.listObjectsV2(request -> request.bucket(PROD).expectedBucketOwner(STRANGER)));
        assertForbidden(
                () -> s3.deleteObject(request -> request.bucket(DEMO).key(key).expectedBucketOwner(STRANGER)));
        assertForbidden(() -> s3.copyObject(request -> request.sourceBucket(PROD)
                .sourceKey(key)
                .destinationBucket(DEMO)
                .destinationKey("x")
                .expectedBucketOwner(OWNER)
                .expectedSourceBucketOwner(STRANGER)));
        s3.copyObject(request -> request.sourceBucket(PROD)
                .sourceKey(key)
                .destinationBucket(DEMO)
                .destinationKey("x")
                .expectedBucketOwner(OWNER)
                .expectedSourceBucketOwner(OWNER));
        assertThat(sandbox.calls().lines())
                .singleElement()
                .asString()
                .contains("\"ExpectedBucketOwner\":\"" + OWNER, "\"ExpectedSourceBucketOwner\":\"" + OWNER);
    }

    private static void assertForbidden(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }

    @Test
    void failsACopyWhenOrdered() {
        sandbox.faults().add(InjectedFault.ofAction("CopyObject", InjectedFault.FaultKind.INTERNAL_FAILURE, 99));
        assertThatThrownBy(() -> s3.copyObject(request -> request.sourceBucket(PROD)
                        .sourceKey(etags(PROD).keySet().iterator().next())
                        .destinationBucket(DEMO)
                        .destinationKey("x")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(500));
    }

    private Map<String, String> etags(String bucket) {
        var etags = new TreeMap<String, String>();
        s3.listObjectsV2Paginator(request -> request.bucket(bucket))
                .contents()
                .forEach(object -> etags.put(object.key(), object.eTag()));
        return etags;
    }
}
