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
 * Identifies a process, so that another process can name it and find out whether it is alive.
 *
 * @param started start time of the process; distinguishes it from a later process with the same pid
 * @param space the boot id and the pid namespace of the pid; empty when the system does not provide them
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
                form.required("user", FieldType.TEXT, Owner::user, "The name of the user.").orOlder("");
        var host = form.required("host", FieldType.TEXT, Owner::host, "The name of the machine.")
                .orOlder("");
        var pid = form.required("pid", FieldType.LONG, Owner::pid, "The process id.");
        var started = form.optional("started", FieldType.TIME, Owner::started, "The start time of the process.");
        var space = form.optional(
                "space",
                FieldType.TEXT,
                Owner::space,
                "The boot id and the pid namespace of the process id.");
        return form.make(
                line -> new Owner(line.get(user), line.get(host), line.get(pid), line.get(started), line.get(space)));
    }

    /** Reads and writes a process in journals and leases. */
    static RecordForm<Owner> form() {
        return FORM;
    }

    /** The process as a mapping, for leases. */
    public Value.Fields fields() {
        return FORM.write(this);
    }

    /** Reads the mapping back; empty when it does not identify a process. */
    static Optional<Owner> read(Value.Fields fields) {
        try {
            return Optional.of(FORM.read(fields));
        } catch (UnreadableEventException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the observer can tell that this process has ended: containers may share a host name, and each has its own pids.
     */
    public boolean isGoneFrom(Owner observer) {
        return isNear(observer) && !livesHere();
    }

    /** Whether the observer can see this process: same host and same pid namespace. */
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
