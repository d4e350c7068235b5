package dev.runbook.report.text;

/**
 * Colours with a meaning; none when colours are off.
 *
 * @param on whether colours are wanted
 */
record AnsiStyle(boolean on) {

    String bold(String text) {
        return paint("1", text);
    }

    String dim(String text) {
        return paint("2", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String good(String text) {
        return paint("32", text);
    }

    String changeColor(String text) {
        return paint("33", text);
    }

    String place(String text) {
        return paint("36", text);
    }

    /** A text in the colour of the status it starts with. */
    String status(String status, String text) {
        return switch (status) {
            case "ok", "finished", "earlier" -> good(text);
            case "changed", "interrupted", "ignored", "rescued" -> changeColor(text);
            case "failed", "refused", "foreseen" -> bad(text);
            default -> dim(text);
        };
    }

    private String paint(String code, String text) {
        return on && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
