package dev.runbook.sandbox.wire;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The sandbox's own record of every changing request it received, one JSON line each, in order. */
public final class CallLog {

    private static final Set<String> SECRET = Set.of("MasterUserPassword", "TdeCredentialPassword");

    private final Path path;
    private long lastNumber;

    public CallLog(Path path) {
        this.path = path;
        this.lastNumber = lines(path).stream()
                .reduce((first, second) -> second)
                .map(line -> JsonValueReader.readObject(line, "calls"))
                .flatMap(call -> call.text("seq"))
                .map(Long::valueOf)
                .orElse(0L);
    }

    /** Every recorded request, oldest first, as JSON lines. */
    public synchronized List<String> lines() {
        return lines(path);
    }

    public synchronized void add(
            String service, String action, JsonValue.JsonObject parameters, CallStatus callStatus) {
        lastNumber++;
        var call = JsonValue.JsonObject.empty()
                .with("seq", JsonValue.literal(lastNumber))
                .with(
                        "time",
                        JsonValue.text(
                                Instant.now().truncatedTo(ChronoUnit.MILLIS).toString()))
                .with("service", JsonValue.text(service))
                .with("action", JsonValue.text(action))
                .with("parameters", redact(parameters))
                .with("status", JsonValue.literal(callStatus.status()));
        append(callStatus.error().isEmpty() ? call : call.with("error", JsonValue.text(callStatus.error())));
    }

    /** How a request ended: its HTTP status and error code, empty when there was none. */
    public record CallStatus(int status, String error) {
        public static CallStatus ok() {
            return new CallStatus(200, "");
        }

        public static CallStatus of(AwsError error) {
            return new CallStatus(error.status(), error.code());
        }
    }

    public static List<String> lines(Path path) {
        try {
            return Files.exists(path) ? new ArrayList<>(Files.readAllLines(path)) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("The record of calls cannot be read: " + path, e);
        }
    }

    private void append(JsonValue.JsonObject call) {
        try (BufferedWriter out = Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(call.toJsonText() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The record of calls cannot be written: " + path, e);
        }
    }

    private static JsonValue.JsonObject redact(JsonValue.JsonObject parameters) {
        var shown = parameters;
        for (var name : SECRET) {
            shown = shown.get(name).isPresent() ? shown.with(name, JsonValue.text("***")) : shown;
        }
        return shown;
    }
}
