package dev.runbook.yaml;

/**
 * A user's mistake.
 *
 * @param code stable name of the kind of mistake, in words joined by hyphens: {@code unknown-key}
 * @param position in its file
 * @param summary one line: what is wrong with the value shown
 * @param hint what to write instead; empty when nothing better than the summary can be said
 */
public record Problem(String code, Position position, String summary, String hint) implements Comparable<Problem> {

    /** Starts the codes of problems that are refused for safety and not because of a mistake in writing. */
    public static final String REFUSAL = "refused-";

    /** Whether carrying on would endanger what must not be changed. */
    public boolean isRefusal() {
        return code.startsWith(REFUSAL);
    }

    @Override
    public int compareTo(Problem other) {
        return position.compareTo(other.position);
    }
}
