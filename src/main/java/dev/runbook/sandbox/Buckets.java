package dev.runbook.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;

/** The S3 server on loopback, its objects kept as files in the state folder. */
final class Buckets implements AutoCloseable {

    private final BlobStore store;
    private final S3Proxy server;

    Buckets(Path folder, Fleet fleet, Faults faults, CallLog calls) throws IOException {
        Files.createDirectories(folder);
        var properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        this.store = BlobStores.create("filesystem", properties);
        var recorded = new RecordedBuckets(store, faults, calls);
        this.server = S3Proxy.builder()
                .blobStore(recorded)
                .endpoint(URI.create("http://127.0.0.1:" + fleet.ports().s3()))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, Credential.KEY, Credential.SECRET)
                // What the SDK and the CLI send and a file-system store has no use for is left unread.
                .ignoreUnknownHeaders(true)
                .build();
        server.setBlobStoreLocator(new BucketOwner(recorded, fleet.account()));
    }

    /** Fills the buckets of the fleet. */
    void plant(Fleet fleet) {
        fleet.buckets().forEach(bucket -> new BucketSeed(store, fleet).plant(bucket));
    }

    /** Starts answering. */
    void start() throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException(
                    "the S3 server did not start (its port is `ports.s3` in the fleet file): " + e.getMessage(), e);
        }
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The S3 server did not stop", e);
        }
    }
}
