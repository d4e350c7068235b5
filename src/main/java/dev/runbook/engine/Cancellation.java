package dev.runbook.engine;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/** Cancels a run for a person or for CI: every pair stops where it is, and the journal records it. */
public final class Cancellation {

    private final Set<Thread> working = new HashSet<>();
    private final Set<Thread> sheltered = new HashSet<>();
    private OptionalInt exit = OptionalInt.empty();
    private boolean broken;

    /**
     * Cancels the run. The second time it returns false, and the caller should end the process.
     *
     * @param exitCode 129 for a terminal that has gone, 130 for an interrupt, 143 for a termination
     * @return whether this was the first time
     */
    public synchronized boolean ask(int exitCode) {
        boolean first = exit.isEmpty();
        if (first) {
            exit = OptionalInt.of(exitCode);
        }
        working.forEach(Thread::interrupt);
        return first;
    }

    /** The requested exit code; empty if the run is not cancelled. */
    public synchronized OptionalInt exit() {
        return exit;
    }

    /** Stops every pair at once, without cleanup: after a failure that makes any further change unsafe. */
    public synchronized void abort() {
        broken = true;
        working.forEach(Thread::interrupt);
        sheltered.forEach(Thread::interrupt);
    }

    /** Whether this thread must stop: the run was aborted, or it was cancelled and this thread is not in an uninterruptible section. */
    public synchronized boolean stops() {
        return broken || (exit.isPresent() && !sheltered.contains(Thread.currentThread()));
    }

    /** Shields this thread from cancellation until closed, for cleanup that must finish. */
    public synchronized Uninterruptible uninterruptible() {
        boolean outermost = sheltered.add(Thread.currentThread());
        boolean was = working.remove(Thread.currentThread());
        Thread.interrupted();
        return () -> unshelter(outermost, was);
    }

    /** Ends when it is closed. */
    public interface Uninterruptible {
        void close();
    }

    private synchronized void unshelter(boolean outermost, boolean was) {
        if (outermost) {
            sheltered.remove(Thread.currentThread());
        }
        if (was) {
            working.add(Thread.currentThread());
        }
    }

    /** Lets this thread be interrupted until {@link #leave}. */
    public synchronized void enter() {
        working.add(Thread.currentThread());
        if (broken || exit.isPresent()) {
            Thread.currentThread().interrupt();
        }
    }

    /** From here on this thread is not interrupted, so that it can record its end. */
    public synchronized void leave() {
        working.remove(Thread.currentThread());
        Thread.interrupted();
    }
}
