package dev.runbook.engine;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/** The wish of a person or of CI to end a run: every pair stops where it is, and its journal says so. */
public final class Cancellation {

    private final Set<Thread> working = new HashSet<>();
    private final Set<Thread> sheltered = new HashSet<>();
    private OptionalInt exit = OptionalInt.empty();
    private boolean broken;

    /**
     * Ends the run. Asked for a second time, it says so, and the caller should end the process.
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

    /** The exit code asked for; empty while nobody asked. */
    public synchronized OptionalInt exit() {
        return exit;
    }

    /** Something has broken that makes whatever the run would do next doubtful: no pair begins anything, not even to tidy up. */
    public synchronized void abort() {
        broken = true;
        working.forEach(Thread::interrupt);
        sheltered.forEach(Thread::interrupt);
    }

    /** Whether the work of this thread is to stop: something has broken, or somebody has asked and it is not tidying up. */
    public synchronized boolean stops() {
        return broken || (exit.isPresent() && !sheltered.contains(Thread.currentThread()));
    }

    /** Lets this thread work on undisturbed until it is closed: what must be tidied up after an interruption, is. */
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

    /** From here on the thread is not interrupted any more, so that it can record how it ended. */
    public synchronized void leave() {
        working.remove(Thread.currentThread());
        Thread.interrupted();
    }
}
