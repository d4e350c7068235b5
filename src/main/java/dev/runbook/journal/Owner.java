package dev.runbook.journal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that runs, so that another one can name it and see whether it still lives.
 *
 * @param started when the process was started; tells it from a later one with the same number
 */
public record Owner(String user, String host, long pid, Optional<Instant> started) {

    /** This process. */
    public static Owner current() {
        ProcessHandle self = ProcessHandle.current();
        return new Owner(
                System.getProperty("user.name", "?"),
                hostName(),
                self.pid(),
                self.info().startInstant());
    }

    /** Whether this is a process of the same machine that has ended. */
    public boolean isGoneFrom(Owner observer) {
        return host.equals(observer.host) && !livesHere();
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

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
