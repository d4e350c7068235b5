package dev.runbook.sandbox.s3;

import dev.runbook.sandbox.config.FaultQueue;
import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.config.SandboxCredentials;
import dev.runbook.sandbox.wire.CallLog;
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
public final class S3Server implements AutoCloseable {

    private final BlobStore store;
    private final S3Proxy server;

    public S3Server(Path folder, Fleet fleet, FaultQueue faults, CallLog calls) throws IOException {
        Files.createDirectories(folder);
        var properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        this.store = BlobStores.create("filesystem", properties);
        var recordingStore = new RecordingBlobStore(store, faults, calls);
        this.server = S3Proxy.builder()
                .blobStore(recordingStore)
                .endpoint(URI.create("http://127.0.0.1:" + fleet.ports().s3()))
                .awsAuthentication(
                        AuthenticationType.AWS_V2_OR_V4,
                        SandboxCredentials.ACCESS_KEY_ID,
                        SandboxCredentials.SECRET_ACCESS_KEY)
                // What the SDK and the CLI send and a file-system store has no use for is left unread.
                .ignoreUnknownHeaders(true)
                .build();
        server.setBlobStoreLocator(new BucketOwnerCheck(recordingStore, fleet.account()));
    }

    /** Fills the buckets of the fleet. */
    public void fill(Fleet fleet) {
        fleet.buckets().forEach(bucket -> new BucketSeed(store, fleet).fill(bucket));
    }

    /** Starts answering. */
    public void start() throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException(
                    "the S3 server did not start (its port is `ports.s3` in the fleet file): " + e.getMessage(), e);
        }
    }

    public int port() {
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
