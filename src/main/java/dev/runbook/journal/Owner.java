package dev.runbook.journal;

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

    /**
     * Whether this process has ended, as far as the observer can see: containers may share a host's name, and each counts
     * its processes anew.
     */
    public boolean isGoneFrom(Owner observer) {
        return host.equals(observer.host) && space.equals(observer.space) && !livesHere();
    }

    @Override
    public String toString() {
        return user + "@" + host + " process " + pid;
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
