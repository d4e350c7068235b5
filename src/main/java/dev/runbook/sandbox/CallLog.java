package dev.runbook.sandbox;

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
    private long last;

    CallLog(Path path) {
        this.path = path;
        this.last = lines(path).stream()
                .reduce((first, second) -> second)
                .map(line -> TreeReader.readFields(line, "calls"))
                .flatMap(call -> call.text("seq"))
                .map(Long::valueOf)
                .orElse(0L);
    }

    /** Every recorded request, oldest first, as JSON lines. */
    public synchronized List<String> lines() {
        return lines(path);
    }

    synchronized void add(String service, String action, Tree.Fields parameters, Answer answer) {
        last++;
        var call = Tree.Fields.none()
                .with("seq", Tree.bare(last))
                .with(
                        "time",
                        Tree.text(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString()))
                .with("service", Tree.text(service))
                .with("action", Tree.text(action))
                .with("parameters", withoutSecrets(parameters))
                .with("status", Tree.bare(answer.status()));
        append(answer.error().isEmpty() ? call : call.with("error", Tree.text(answer.error())));
    }

    /** How a request ended: its HTTP status and error code, empty when there was none. */
    record Answer(int status, String error) {
        static Answer ok() {
            return new Answer(200, "");
        }

        static Answer of(AwsError error) {
            return new Answer(error.status(), error.code());
        }
    }

    static List<String> lines(Path path) {
        try {
            return Files.exists(path) ? new ArrayList<>(Files.readAllLines(path)) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("The record of calls cannot be read: " + path, e);
        }
    }

    private void append(Tree.Fields call) {
        try (BufferedWriter out = Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(call.json() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The record of calls cannot be written: " + path, e);
        }
    }

    private static Tree.Fields withoutSecrets(Tree.Fields parameters) {
        var shown = parameters;
        for (var name : SECRET) {
            shown = shown.get(name).isPresent() ? shown.with(name, Tree.text("***")) : shown;
        }
        return shown;
    }
}
