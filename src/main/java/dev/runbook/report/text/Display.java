package dev.runbook.report.text;

import java.time.ZoneId;

/**
 * What the text is shown on.
 *
 * @param width characters in a line
 * @param height lines on the screen; only of interest when it is live
 * @param live whether lines can be drawn again: a terminal that knows how to move its cursor
 * @param colours whether colours are wanted
 * @param verbose whether a run shows each call with its parameters, as a check does
 * @param zone where the reader is, for times of the day
 */
public record Display(int width, int height, boolean live, boolean colours, boolean verbose, ZoneId zone) {

    private static final int WIDTH_MIN = 20;

    public Display {
        width = Math.max(WIDTH_MIN, width);
    }

    /** The same as on paper: nothing is drawn twice. */
    public Display still() {
        return new Display(width, height, false, colours, verbose, zone);
    }
}
