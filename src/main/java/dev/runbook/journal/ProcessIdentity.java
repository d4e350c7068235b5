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
 * @param startTime start time of the process; distinguishes it from a later process with the same pid
 * @param pidNamespace the boot id and the pid namespace of the pid; empty when the system does not provide them
 */
public record ProcessIdentity(
        String user, String host, long pid, Optional<Instant> startTime, Optional<String> pidNamespace) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

    private static final RecordCodec<ProcessIdentity> CODEC = createCodec();

    /** This process. */
    public static ProcessIdentity current() {
        ProcessHandle self = ProcessHandle.current();
        return new ProcessIdentity(
                System.getProperty("user.name", "?"),
                hostName(),
                self.pid(),
                self.info().startInstant(),
                readPidNamespace());
    }

    private static RecordCodec<ProcessIdentity> createCodec() {
        RecordCodec.Builder<ProcessIdentity> codec = new RecordCodec.Builder<>();
        var user = codec.requiredField("user", FieldType.TEXT, ProcessIdentity::user, "The name of the user.")
                .withDefault("");
        var host = codec.requiredField("host", FieldType.TEXT, ProcessIdentity::host, "The name of the machine.")
                .withDefault("");
        var pid = codec.requiredField("pid", FieldType.LONG, ProcessIdentity::pid, "The process id.");
        var started =
                codec.optional("started", FieldType.TIME, ProcessIdentity::startTime, "The start time of the process.");
        var space = codec.optional(
                "space",
                FieldType.TEXT,
                ProcessIdentity::pidNamespace,
                "The boot id and the pid namespace of the process id.");
        return codec.build(line ->
                new ProcessIdentity(line.get(user), line.get(host), line.get(pid), line.get(started), line.get(space)));
    }

    /** Reads and writes a process in journals and leases. */
    static RecordCodec<ProcessIdentity> codec() {
        return CODEC;
    }

    /** The process as a mapping, for leases. */
    public Value.Fields fields() {
        return CODEC.write(this);
    }

    /** Reads the mapping back; empty when it does not identify a process. */
    static Optional<ProcessIdentity> read(Value.Fields fields) {
        try {
            return Optional.of(CODEC.read(fields));
        } catch (UnreadableEventException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the observer can tell that this process has ended: containers may share a host name, and each has its own pids.
     */
    public boolean hasEnded(ProcessIdentity observer) {
        return isVisibleTo(observer) && !isAlive();
    }

    /** Whether the observer can see this process: same host and same pid namespace. */
    boolean isVisibleTo(ProcessIdentity observer) {
        return host.equals(observer.host) && pidNamespace.equals(observer.pidNamespace);
    }

    @Override
    public String toString() {
        return user + "@" + host + ", process " + pid;
    }

    private boolean isAlive() {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        Optional<Instant> since = handle.flatMap(process -> process.info().startInstant());
        boolean another = startTime.isPresent() && since.isPresent() && !since.equals(startTime);
        return handle.isPresent() && !another;
    }

    private static Optional<String> readPidNamespace() {
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
