package dev.runbook.engine.run;

import java.util.concurrent.Semaphore;

/** How many pairs are worked on at the same time. A pair that waits for others leaves its place to the next one. */
final class ForkLimit {

    private final Semaphore places;

    ForkLimit(int number) {
        this.places = new Semaphore(Math.max(1, number), true);
    }

    void enter() throws InterruptedException {
        places.acquire();
    }

    /** Comes back after a wait, even when the run is to stop: how the pair ends has to be recorded. */
    void enterAgain() {
        places.acquireUninterruptibly();
    }

    void leave() {
        places.release();
    }
}
