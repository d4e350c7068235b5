package dev.runbook.modules.s3;

import dev.runbook.port.ObjectStore;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Buckets in memory, with S3's order of keys and pages as small as wanted. */
public final class MemoryStore implements ObjectStore {

    private final Map<String, NavigableMap<String, Entry>> buckets = new HashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final int pageObjects;
    private Function<String, Optional<PortException>> fault = call -> Optional.empty();

    public MemoryStore(int pageObjects) {
        this.pageObjects = pageObjects;
    }

    /** Decides by the call, {@code CopyObject bucket/key}, whether it fails. */
    void fault(Function<String, Optional<PortException>> value) {
        fault = value;
    }

    public synchronized void bucket(String bucket) {
        buckets.put(bucket, new TreeMap<>(KEY_ORDER));
    }

    synchronized void put(String bucket, Entry entry) {
        buckets.get(bucket).put(entry.key(), entry);
    }

    public void put(String bucket, String key, String content) {
        put(bucket, new Entry(key, content.length(), content, "STANDARD", Instant.EPOCH));
    }

    public synchronized Map<String, String> contents(String bucket) {
        Map<String, String> contents = new TreeMap<>();
        buckets.get(bucket).values().forEach(entry -> contents.put(entry.key(), entry.etag()));
        return contents;
    }

    /** Changing calls so far, in the form of {@link #fault}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public synchronized boolean bucketExists(String bucket) {
        return buckets.containsKey(bucket);
    }

    @Override
    public synchronized Page list(String bucket, String prefix, Optional<String> afterKey) throws PortException {
        fail("List " + bucket);
        List<Entry> found = new ArrayList<>();
        for (Entry entry : buckets.get(bucket).values()) {
            boolean after = afterKey.isEmpty() || KEY_ORDER.compare(entry.key(), afterKey.get()) > 0;
            if (after && entry.key().startsWith(prefix)) {
                found.add(entry);
            }
        }
        boolean more = found.size() > pageObjects;
        return new Page(more ? found.subList(0, pageObjects) : found, more);
    }

    @Override
    public void copy(CopyObjectRequest request) throws PortException {
        write("CopyObject", request, source(request));
    }

    @Override
    public void copyInParts(CopyObjectRequest request, long sizeBytes) throws PortException {
        write("CopyParts", request, source(request));
    }

    @Override
    public Body open(CopyObjectRequest request) throws PortException {
        Entry entry = source(request);
        byte[] bytes = entry.etag().getBytes(StandardCharsets.UTF_8);
        return new Body(
                new ByteArrayInputStream(bytes),
                GetObjectResponse.builder().contentLength((long) bytes.length).build(),
                Optional.empty());
    }

    @Override
    public void store(CopyObjectRequest request, Body body) throws PortException {
        try {
            String content = new String(body.stream().readAllBytes(), StandardCharsets.UTF_8);
            write(
                    "PutObject",
                    request,
                    new Entry(request.sourceKey(), content.length(), content, "STANDARD", Instant.EPOCH));
        } catch (IOException e) {
            throw new PortException(Kind.RETRYABLE, "PutObject", "broke", e);
        }
    }

    @Override
    public void delete(DeleteObjectsRequest request) throws PortException {
        for (var object : request.delete().objects()) {
            fail("DeleteObject " + request.bucket() + "/" + object.key());
            synchronized (this) {
                buckets.get(request.bucket()).remove(object.key());
            }
        }
    }

    @Override
    public Optional<String> accountId() {
        return Optional.empty();
    }

    private synchronized Entry source(CopyObjectRequest request) throws PortException {
        Entry entry = buckets.get(request.sourceBucket()).get(request.sourceKey());
        if (entry == null) {
            throw new PortException(Kind.NOT_FOUND, "CopyObject", "NoSuchKey");
        }
        if (!entry.etag().equals(request.copySourceIfMatch())) {
            throw new PortException(Kind.CONFLICT, "CopyObject", "PreconditionFailed");
        }
        return entry;
    }

    private void write(String action, CopyObjectRequest request, Entry entry) throws PortException {
        fail(action + " " + request.destinationBucket() + "/" + request.destinationKey());
        put(
                request.destinationBucket(),
                new Entry(
                        request.destinationKey(),
                        entry.sizeBytes(),
                        entry.etag(),
                        request.storageClassAsString() == null ? "STANDARD" : request.storageClassAsString(),
                        Instant.EPOCH.plusSeconds(60)));
    }

    private void fail(String call) throws PortException {
        if (!call.startsWith("List ")) {
            calls.add(call);
        }
        Optional<PortException> failure = fault.apply(call);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
