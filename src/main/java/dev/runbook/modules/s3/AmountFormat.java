package dev.runbook.modules.s3;

import java.util.Locale;

/** Formats counts and sizes for messages. */
final class AmountFormat {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private AmountFormat() {}

    /** {@code 1 object}, {@code 12,345 objects}. */
    static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }

    /** {@code 512 B}, {@code 1.2 MB}. */
    static String bytes(long bytes) {
        double shown = bytes;
        int unit = 0;
        while (shown >= 1000 && unit < UNITS.length - 1) {
            shown /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", shown, UNITS[unit]);
    }
}
