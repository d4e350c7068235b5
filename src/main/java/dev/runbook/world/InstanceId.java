package dev.runbook.world;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The identifier of a DB instance, in lower case as RDS stores it: 1 to 63 letters, digits and hyphens, starting with a
 * letter, no two hyphens in a row, none at the end.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html">Naming constraints in Amazon RDS</a>
 */
public record InstanceId(String name) implements Comparable<InstanceId> {

    private static final Pattern FORM = Pattern.compile("[a-z](-?[a-z0-9])*");
    private static final int LENGTH_MAX = 63;

    /** @throws IllegalArgumentException when RDS would reject the identifier; the message gives the reason */
    public InstanceId {
        name = name.toLowerCase(Locale.ROOT);
        if (name.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "'" + name + "' has " + name.length() + " characters; RDS allows " + LENGTH_MAX);
        }
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name
                            + "' is not a DB instance identifier: use letters, digits and single hyphens, starting with a letter");
        }
    }

    /** The name with a prefix: {@code temp-} and {@code stage} give {@code temp-stage}. */
    public InstanceId withPrefix(String prefix) {
        return new InstanceId(prefix + name);
    }

    @Override
    public int compareTo(InstanceId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
