package dev.runbook.inventory;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Patterns of names: {@code *} any text, {@code ?} one character, {@code [abc]} one of these. */
final class Glob {

    private Glob() {}

    static boolean isGlob(String text) {
        return text.contains("*") || text.contains("?") || text.contains("[");
    }

    static boolean matches(String glob, String name) {
        StringBuilder pattern = new StringBuilder();
        glob.chars().forEach(character -> {
            switch (character) {
                case '*' -> pattern.append(".*");
                case '?' -> pattern.append('.');
                case '[', ']', '-' -> pattern.append((char) character);
                default -> pattern.append(Pattern.quote(Character.toString(character)));
            }
        });
        try {
            return Pattern.matches(pattern.toString(), name);
        } catch (PatternSyntaxException e) {
            return glob.equals(name);
        }
    }
}
