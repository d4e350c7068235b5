package dev.runbook.report;

import java.time.Duration;

/** Formats numbers and durations for people, without {@code String.format}, which is slow, most of all the first time. */
public final class Formats {

    private Formats() {}

    /** {@code 10,000}. */
    public static String count(long number) {
        StringBuilder digits = new StringBuilder(Long.toString(Math.abs(number)));
        for (int at = digits.length() - 3; at > 0; at -= 3) {
            digits.insert(at, ',');
        }
        return (number < 0 ? "-" : "") + digits;
    }

    /** {@code 1 call}, {@code 3 calls}. */
    public static String count(long number, String one) {
        return count(number) + " " + one + (number == 1 ? "" : "s");
    }

    /** {@code 0.4 s} below a minute, then {@code 1:07}, then {@code 2:01:07}. */
    public static String time(double seconds) {
        if (seconds < 59.95) {
            long tenths = Math.round(Math.max(0, seconds) * 10);
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        return clock(Math.round(seconds));
    }

    public static String time(Duration duration) {
        return time(duration.toMillis() / 1000.0);
    }

    /** {@code 0:07}, {@code 12:31}, {@code 2:01:07}. */
    public static String clock(long seconds) {
        long shown = Math.max(0, seconds);
        return shown < 3600
                ? shown / 60 + ":" + twoDigits(shown % 60)
                : shown / 3600 + ":" + twoDigits(shown / 60 % 60) + ":" + twoDigits(shown % 60);
    }

    private static String twoDigits(long number) {
        return (number < 10 ? "0" : "") + number;
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
