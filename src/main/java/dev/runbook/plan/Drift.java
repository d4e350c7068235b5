package dev.runbook.plan;

/**
 * One difference between the plan and the current state.
 *
 * @param place the resource or the call: {@code instance mitosis-demo}, {@code task swap: rds ModifyDBInstance mitosis-demo}
 * @param text the planned and the current value: {@code class was db.t3.small when planned and is db.t3.large now}
 */
public record Drift(String place, String text) {

    static Drift changed(String place, String field, String planned, String now) {
        return new Drift(place, field + " was " + orEmpty(planned) + " when planned and is " + orEmpty(now) + " now");
    }

    private static String orEmpty(String value) {
        return value.isEmpty() ? "empty" : value;
    }

    @Override
    public String toString() {
        return place + ": " + text;
    }
}
