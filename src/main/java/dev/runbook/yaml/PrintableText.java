package dev.runbook.yaml;

/** Makes text safe to show: control characters from a file could change what a terminal displays. */
public final class PrintableText {

    private PrintableText() {}

    /**
     * Replaces control characters except tab and line feed, and characters that change the text direction, by question
     * marks.
     */
    public static String of(String text) {
        if (text.chars().noneMatch(PrintableText::isHidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        text.chars().forEach(character -> shown.append(isHidden(character) ? '?' : (char) character));
        return shown.toString();
    }

    private static boolean isHidden(int character) {
        boolean control = Character.isISOControl(character) && character != '\n' && character != '\t';
        boolean turns =
                (character >= '\u202a' && character <= '\u202e') || (character >= '\u2066' && character <= '\u2069');
        return control || turns;
    }
}
