package dev.runbook.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the existing name most similar to a mistyped one. */
public final class Nearest {

    /** Above this number of names there is no suggestion: every mistake would be compared with every name. */
    public static final int CANDIDATES_MAX = 2_000;

    private Nearest() {}

    /**
     * The candidate with the smallest edit distance to the word, if it is small enough for a typing mistake; empty for
     * more than {@link #CANDIDATES_MAX} candidates.
     */
    public static Optional<String> of(String word, Collection<String> candidates) {
        if (candidates.size() > CANDIDATES_MAX) {
            return Optional.empty();
        }
        String plain = normalize(word);
        int fewest = Math.max(1, word.length() / 3);
        Optional<String> nearest = Optional.empty();
        for (String candidate : candidates) {
            int mistakes = editDistance(plain, normalize(candidate), fewest);
            boolean nearer = mistakes < fewest || (mistakes == fewest && nearest.isEmpty());
            if (nearer || (mistakes == fewest && candidate.compareTo(nearest.orElseThrow()) < 0)) {
                fewest = mistakes;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** "did you mean 'x'?", or the alternative if no candidate is similar. */
    public static String hint(String word, Collection<String> candidates, String otherwise) {
        return of(word, candidates).map(name -> "did you mean '" + name + "'?").orElse(otherwise);
    }

    private static String normalize(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The number of insertions, deletions, replacements and swaps of neighbours between the words, exact up to the
     * limit.
     */
    private static int editDistance(String word, String other, int most) {
        if (Math.abs(word.length() - other.length()) > most) {
            return most + 1;
        }
        int[][] cost = new int[word.length() + 1][other.length() + 1];
        for (int i = 0; i <= word.length(); i++) {
            int least = most + 1;
            for (int j = 0; j <= other.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : new PrefixPair(word, i, other, j).cost(cost);
                least = Math.min(least, cost[i][j]);
            }
            if (least > most) {
                return most + 1;
            }
        }
        return cost[word.length()][other.length()];
    }

    /** The first characters of two words: {@code i} of one, {@code j} of the other. */
    private record PrefixPair(String word, int i, String other, int j) {

        int cost(int[][] cost) {
            int replaced = cost[i - 1][j - 1] + (word.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
            int least = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
            boolean swapped = i > 1
                    && j > 1
                    && word.charAt(i - 1) == other.charAt(j - 2)
                    && word.charAt(i - 2) == other.charAt(j - 1);
            return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
        }
    }
}
