package dev.runbook.sandbox.s3;

import dev.runbook.sandbox.config.Fleet;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.gaul.s3proxy.blobstore.BlobStore;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Fills a bucket with small generated objects, or with those of another bucket, some of them changed. */
final class BucketSeed {

    private static final String[] FOLDERS = {"app/avatars", "app/products", "app/invoices/2026", "app2/cache", "tmp"};
    private static final String[] KINDS = {"jpg", "png", "pdf", "json", "txt"};
    private static final Map<String, String> TYPES = Map.of(
            "jpg", "image/jpeg",
            "png", "image/png",
            "pdf", "application/pdf",
            "json", "application/json",
            "txt", "text/plain");

    private final BlobStore store;
    private final Fleet fleet;

    BucketSeed(BlobStore store, Fleet fleet) {
        this.store = store;
        this.fleet = fleet;
    }

    void fill(Fleet.Bucket bucket) {
        if (store.containerExists(bucket.name())) {
            return;
        }
        store.createContainer(bucket.name());
        var origin = bucket.template().map(this::bucket).orElse(bucket);
        for (int i = 0; i < origin.objectCount(); i++) {
            // A prime stride spreads the differences over all folders.
            int place = i * 10007 % origin.objectCount();
            boolean missing = place < bucket.missingCount();
            boolean changed = !missing && place < bucket.missingCount() + bucket.changedCount();
            if (!missing) {
                put(bucket, key(i), content(origin.seed(), i) + (changed ? "changed in " + bucket.name() : ""));
            }
        }
        for (int i = 0; i < bucket.extraCount(); i++) {
            put(bucket, FOLDERS[i % FOLDERS.length] + "/only-here-" + i + ".txt", content(bucket.seed(), i));
        }
    }

    private Fleet.Bucket bucket(String name) {
        return fleet.buckets().stream()
                .filter(bucket -> bucket.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no bucket " + name + " in the fleet"));
    }

    private void put(Fleet.Bucket bucket, String key, String content) {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        var request = PutObjectRequest.builder()
                .bucket(bucket.name())
                .key(key)
                .contentLength((long) bytes.length)
                .contentType(TYPES.getOrDefault(key.substring(key.lastIndexOf('.') + 1), "application/octet-stream"))
                .metadata(Map.of("uploaded-by", "shop"))
                .build();
        store.putBlob(request, new ByteArrayInputStream(bytes));
    }

    private static String key(int i) {
        return String.format(
                Locale.ROOT, "%s/object %05d.%s", FOLDERS[i % FOLDERS.length], i, KINDS[i / 3 % KINDS.length]);
    }

    private static String content(int seed, int i) {
        return ("object " + i + " of seed " + seed + "\n").repeat(1 + (i * 31 + seed) % 120);
    }
}
