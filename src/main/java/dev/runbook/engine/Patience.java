package dev.runbook.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Spreads pauses, so that pairs that were refused together do not come back together. */
record Patience(RandomGenerator chance) {

    /** Between half the pause and one and a half. */
    Duration jittered(Duration pause) {
        return Duration.ofNanos((long) (pause.toNanos() * (0.5 + chance.nextDouble())));
    }
}
