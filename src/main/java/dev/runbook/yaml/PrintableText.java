package dev.runbook.yaml;

/** Texts as they may be shown: a control character of a file could rewrite what the person at a terminal sees. */
public final class PrintableText {

    private PrintableText() {}

    /** The text with a question mark for every control character but tab and line end, and for those that turn the direction. */
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
