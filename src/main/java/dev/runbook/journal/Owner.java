package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

    private static final RecordForm<Owner> FORM = declared();

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

    private static RecordForm<Owner> declared() {
        RecordForm.Builder<Owner> form = new RecordForm.Builder<>();
        var user =
                form.required("user", FieldType.TEXT, Owner::user, "The user.").orOlder("");
        var host = form.required("host", FieldType.TEXT, Owner::host, "The machine.")
                .orOlder("");
        var pid = form.required("pid", FieldType.LONG, Owner::pid, "The number of the process.");
        var started = form.optional("started", FieldType.TIME, Owner::started, "When the process was started.");
        var space = form.optional(
                "space",
                FieldType.TEXT,
                Owner::space,
                "The boot and the process namespace in which the number counts.");
        return form.make(
                line -> new Owner(line.get(user), line.get(host), line.get(pid), line.get(started), line.get(space)));
    }

    /** The fields of an owner in journals and leases. */
    static RecordForm<Owner> form() {
        return FORM;
    }

    /** The process as a mapping, for leases. */
    public Value.Fields fields() {
        return FORM.write(this);
    }

    /** Reads the mapping back; empty when it names no process. */
    static Optional<Owner> read(Value.Fields fields) {
        try {
            return Optional.of(FORM.read(fields));
        } catch (UnreadableEventException e) {
            return Optional.empty();
        }
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
