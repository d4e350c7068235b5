package dev.runbook.inventory;

/** Patterns of names: {@code *} any text, {@code ?} one character, {@code [abc]} or {@code [a-c]} one of these. */
final class Glob {

    private Glob() {}

    static boolean isGlob(String text) {
        return text.contains("*") || text.contains("?") || text.contains("[");
    }

    /** Goes back only to the last {@code *}, so that the time is bounded however many there are. */
    static boolean matches(String glob, String name) {
        int at = 0;
        int i = 0;
        int star = -1;
        int starred = 0;
        while (i < name.length()) {
            if (at < glob.length() && glob.charAt(at) == '*') {
                star = at++;
                starred = i;
            } else if (at < glob.length() && takes(glob, at, name.charAt(i))) {
                at = next(glob, at);
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++starred;
            } else {
                return false;
            }
        }
        while (at < glob.length() && glob.charAt(at) == '*') {
            at++;
        }
        return at == glob.length();
    }

    private static boolean takes(String glob, int at, char character) {
        int close = setEnd(glob, at);
        if (close < 0) {
            return glob.charAt(at) == '?' || glob.charAt(at) == character;
        }
        for (int i = at + 1; i < close; i++) {
            boolean range = i + 2 < close && glob.charAt(i + 1) == '-';
            char last = range ? glob.charAt(i + 2) : glob.charAt(i);
            if (character >= glob.charAt(i) && character <= last) {
                return true;
            }
            i += range ? 2 : 0;
        }
        return false;
    }

    private static int next(String glob, int at) {
        return Math.max(at, setEnd(glob, at)) + 1;
    }

    /** Where the set that begins here is closed; -1 when none begins. */
    private static int setEnd(String glob, int at) {
        return glob.charAt(at) == '[' ? glob.indexOf(']', at + 2) : -1;
    }
}
