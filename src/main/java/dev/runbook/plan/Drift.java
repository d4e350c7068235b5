package dev.runbook.plan;

/**
 * One place where what is found is not what was planned.
 *
 * @param place the thing or the call: {@code instance mitosis-demo}, {@code task swap: rds ModifyDBInstance mitosis-demo}
 * @param text what it is like now and what it was like: {@code class was db.t3.small when planned and is db.t3.large now}
 */
public record Drift(String place, String text) {

    static Drift changed(String place, String field, String planned, String now) {
        return new Drift(place, field + " was " + shown(planned) + " when planned and is " + shown(now) + " now");
    }

    private static String shown(String value) {
        return value.isEmpty() ? "empty" : value;
    }

    @Override
    public String toString() {
        return place + ": " + text;
    }
}
