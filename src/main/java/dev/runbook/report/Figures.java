package dev.runbook.report;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Figures {

    private Figures() {}

    /** {@code 10,000}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 call}, {@code 3 calls}. */
    static String count(long number, String one) {
        return count(number) + " " + one + (number == 1 ? "" : "s");
    }

    /** {@code 0.4 s} below a minute, then {@code 1:07}, then {@code 2:01:07}. */
    static String time(double seconds) {
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, seconds));
        }
        return clock(Math.round(seconds));
    }

    /** {@code 0:07}, {@code 12:31}, {@code 2:01:07}. */
    static String clock(long seconds) {
        long shown = Math.max(0, seconds);
        return shown < 3600
                ? String.format(Locale.ROOT, "%d:%02d", shown / 60, shown % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", shown / 3600, shown / 60 % 60, shown % 60);
    }

    /** {@code 40 s}, {@code 3 min}, {@code 5 h}, {@code 2 days}. */
    static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }
}
