package dev.runbook.modules.s3;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which keys a copy is about, judged on the part of the key below the prefix. {@code *} stands for any characters but
 * {@code /}, {@code **} for any at all, {@code ?} for one that is not {@code /}; a pattern that ends in {@code /} means
 * everything below it.
 */
final class KeyFilter {

    private final List<Pattern> include;
    private final List<Pattern> exclude;

    /** @param include empty means everything */
    KeyFilter(List<String> include, List<String> exclude) {
        this.include = include.stream().map(KeyFilter::pattern).toList();
        this.exclude = exclude.stream().map(KeyFilter::pattern).toList();
    }

    boolean takes(String keyBelowPrefix) {
        return (include.isEmpty() || matches(include, keyBelowPrefix)) && !matches(exclude, keyBelowPrefix);
    }

    private static boolean matches(List<Pattern> patterns, String key) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(key).matches());
    }

    private static Pattern pattern(String glob) {
        String whole = glob.endsWith("/") ? glob + "**" : glob;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < whole.length(); i++) {
            char character = whole.charAt(i);
            if (whole.startsWith("**/", i) && (i == 0 || whole.charAt(i - 1) == '/')) {
                // "**/" also stands for no folder at all, as everywhere else.
                regex.append("(?:.*/)?");
                i += 2;
            } else if (whole.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (character == '*') {
                regex.append("[^/]*");
            } else if (character == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(character)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
