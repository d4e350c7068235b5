package dev.runbook.yaml;

/**
 * A mistake in a file or on the command line.
 *
 * @param code stable name of the kind of mistake, in words joined by hyphens: {@code unknown-key}
 * @param position in its file
 * @param summary one line that says what is wrong and shows the value
 * @param hint what to write instead; empty if there is no better advice than the summary
 */
public record Problem(String code, Position position, String summary, String hint) implements Comparable<Problem> {

    /** Prefix of the codes of problems that are refused for safety. */
    public static final String REFUSAL = "refused-";

    /** Whether it is refused for safety: to continue would endanger protected resources. */
    public boolean isRefusal() {
        return code.startsWith(REFUSAL);
    }

    @Override
    public int compareTo(Problem other) {
        return position.compareTo(other.position);
    }
}
