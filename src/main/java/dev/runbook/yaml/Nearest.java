package dev.runbook.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Nearest {

    private Nearest() {}

    /** The candidate with the fewest typing mistakes to the word, when they are few enough to be a mistyping. */
    public static Optional<String> of(String word, Collection<String> candidates) {
        int most = Math.max(1, word.length() / 3);
        return candidates.stream()
                .filter(candidate -> mistakes(plain(word), plain(candidate), most) <= most)
                .min(Comparator.<String>comparingInt(candidate -> mistakes(plain(word), plain(candidate), most))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** "did you mean 'x'?", or the alternative when nothing is near. */
    public static String hint(String word, Collection<String> candidates, String otherwise) {
        return of(word, candidates).map(name -> "did you mean '" + name + "'?").orElse(otherwise);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other, as far as they matter. */
    private static int mistakes(String word, String other, int most) {
        if (Math.abs(word.length() - other.length()) > most) {
            return most + 1;
        }
        int[][] cost = new int[word.length() + 1][other.length() + 1];
        for (int i = 0; i <= word.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (word.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1
                        && j > 1
                        && word.charAt(i - 1) == other.charAt(j - 2)
                        && word.charAt(i - 2) == other.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[word.length()][other.length()];
    }
}
