package dev.runbook.engine.change;

import dev.runbook.engine.Cancellation;
import dev.runbook.port.Clock;
import dev.runbook.port.Pacing;
import dev.runbook.port.PortException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Repeats reads that AWS has turned away, because too much was asked at once or something broke there. Without an answer at all
 * there is no way in, and nothing is repeated.
 */
public final class RepeatedRead {

    /** Of the time that a change may take. */
    private static final int SHARE_OF_CHANGE = 24;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Clock clock;
    private final Cancellation cancellation;
    private final Consumer<String> ear;

    /**
     * Repeats reads until the run is cancelled.
     *
     * @param ear receives a message for each wait
     */
    public RepeatedRead(Clock clock, Cancellation cancellation, Consumer<String> ear) {
        this.clock = clock;
        this.cancellation = cancellation;
        this.ear = ear;
    }

    /** A call that changes nothing. */
    interface RepeatableRead<T> {
        T make() throws PortException;
    }

    /** What is read, sooner or later; the last failure when it takes too long, or the run is to stop. */
    <T> T read(Pacing pacing, RepeatableRead<T> read) throws PortException {
        Duration patience = pacing.polling().timeout().dividedBy(SHARE_OF_CHANGE);
        Optional<Instant> end = Optional.empty();
        Duration pause = pacing.retrying().first();
        while (true) {
            try {
                return read.make();
            } catch (PortException e) {
                boolean turnedAway =
                        e.kind() == PortException.Kind.RETRYABLE && e.code().isPresent();
                end = end.or(() -> Optional.of(clock.now().plus(patience)));
                if (!turnedAway || clock.now().plus(pause).isAfter(end.get())) {
                    throw e;
                }
                ear.accept(e.getMessage() + "; asking again in " + pause.toMillis() / 1000.0 + " s");
                if (!pause(pause)) {
                    throw e;
                }
                pause = pacing.retrying().next(pause);
            }
        }
    }

    /** False when the run is to stop. */
    private boolean pause(Duration pause) {
        try {
            Duration left = pause;
            while (!left.isNegative() && !left.isZero() && !cancellation.stops()) {
                Duration slice = left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY;
                clock.sleep(slice);
                left = left.minus(slice);
            }
            return !cancellation.stops();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
