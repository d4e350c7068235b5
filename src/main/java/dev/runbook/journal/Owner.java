package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The process that runs, so that another one can name it and see whether it still lives.
 *
 * @param started when the process was started; tells it from a later one with the same number
 * @param space the boot and the process namespace in which the number counts; empty when the system does not tell
 */
public record Owner(String user, String host, long pid, Optional<Instant> started, Optional<String> space) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

    /** This process. */
    public static Owner current() {
        ProcessHandle self = ProcessHandle.current();
        return new Owner(
                System.getProperty("user.name", "?"),
                hostName(),
                self.pid(),
                self.info().startInstant(),
                numberSpace());
    }

    /** The process as a mapping, for the journal and for leases. */
    public Value.Fields fields() {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("user", new Value.Text(user));
        fields.put("host", new Value.Text(host));
        fields.put("pid", new Value.Whole(pid));
        started.ifPresent(at -> fields.put("started", new Value.Text(at.toString())));
        space.ifPresent(number -> fields.put("space", new Value.Text(number)));
        return new Value.Fields(fields);
    }

    /** Reads the mapping back; empty when it names no process. */
    static Optional<Owner> read(Value.Fields fields) {
        try {
            return Optional.of(new Owner(
                    text(fields, "user"),
                    text(fields, "host"),
                    Long.parseLong(text(fields, "pid")),
                    fields.get("started").map(Value::show).map(Instant::parse),
                    fields.get("space").map(Value::show)));
        } catch (NumberFormatException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String text(Value.Fields fields, String key) {
        return fields.get(key).map(Value::show).orElse("");
    }

    /**
     * Whether this process has ended, as far as the observer can see: containers may share a host's name, and each counts
     * its processes anew.
     */
    public boolean isGoneFrom(Owner observer) {
        return isNear(observer) && !livesHere();
    }

    /** Whether the observer can see if this process lives. */
    boolean isNear(Owner observer) {
        return host.equals(observer.host) && space.equals(observer.space);
    }

    @Override
    public String toString() {
        return user + "@" + host + ", process " + pid;
    }

    private boolean livesHere() {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        Optional<Instant> since = handle.flatMap(process -> process.info().startInstant());
        boolean another = started.isPresent() && since.isPresent() && !since.equals(started);
        return handle.isPresent() && !another;
    }

    private static Optional<String> numberSpace() {
        try {
            return Optional.of(Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(NAMESPACE));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
