package dev.runbook.bench;

import java.util.Locale;
import java.util.Optional;

/** A promise about the time or the memory of a work. */
sealed interface Target {

    String words();

    /** Whether it holds; empty when that was not measured. */
    Optional<Boolean> holds(Result result);

    /** It takes no longer than this. */
    record Within(double seconds) implements Target {

        @Override
        public String words() {
            return String.format(Locale.ROOT, "at most %.2f s", seconds);
        }

        @Override
        public Optional<Boolean> holds(Result result) {
            return Optional.of(result.ours().wallSeconds() <= seconds);
        }
    }

    /** It is this many times as fast as the other program. */
    record Faster(double times) implements Target {

        @Override
        public String words() {
            return String.format(Locale.ROOT, "%.0f times faster", times);
        }

        @Override
        public Optional<Boolean> holds(Result result) {
            return result.timesFaster().map(measured -> measured >= times);
        }
    }

    /** It holds no more memory than this at any time. */
    record Inside(double mib) implements Target {

        @Override
        public String words() {
            return String.format(Locale.ROOT, "at most %.0f MiB", mib);
        }

        @Override
        public Optional<Boolean> holds(Result result) {
            double held = result.ours().memoryMib();
            return held > 0 ? Optional.of(held <= mib) : Optional.empty();
        }
    }
}
