package dev.runbook.sandbox;

import dev.runbook.sandbox.config.Fleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Fleets and clients for the tests of the sandbox. */
public final class SandboxFixture {

    private SandboxFixture() {}

    public static Fleet shop() {
        return read("inventories/sandbox-fleet.yml");
    }

    static Fleet classic() {
        return read("inventories/classic-fleet.yml");
    }

    static Fleet read(String file) {
        try {
            return Fleet.read(Files.readString(Path.of(file)), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox-secret"));
    }

    public static RdsClient rds(URI endpoint) {
        return RdsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    public static DBInstance instance(RdsClient rds, String name) {
        return rds.describeDBInstances(request -> request.dbInstanceIdentifier(name))
                .dbInstances()
                .get(0);
    }
}
