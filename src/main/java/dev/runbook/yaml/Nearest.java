package dev.runbook.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Nearest {

    /** Above this many names there is no suggestion: each of thousands of mistakes would be compared with all of them. */
    public static final int CANDIDATES_MAX = 2_000;

    private Nearest() {}

    /**
     * The candidate with the fewest typing mistakes to the word, when they are few enough to be a mistyping; none where there
     * are more than {@link #CANDIDATES_MAX}.
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

    /** "did you mean 'x'?", or the alternative when nothing is near. */
    public static String hint(String word, Collection<String> candidates, String otherwise) {
        return of(word, candidates).map(name -> "did you mean '" + name + "'?").orElse(otherwise);
    }

    private static String normalize(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other, as far as they matter. */
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

    /** The first characters of both words, as many as are turned into each other. */
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
