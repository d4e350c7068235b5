package dev.runbook.report;

/** The result of a run, in one word. */
public enum RunConclusion {
    DONE("done", "✓"),
    PLANNED("planned", "✓"),
    FAILED("failed", "✕"),
    REFUSED("refused", "✕"),
    INTERRUPTED("interrupted", "!"),
    CUT_OFF("cut off: its journal ends before the run does", "!");

    private static final long EXIT_REFUSED = 5;
    private static final long EXIT_SIGNAL_MIN = 128;

    private final String words;
    private final String sign;

    RunConclusion(String words, String sign) {
        this.words = words;
        this.sign = sign;
    }

    public static RunConclusion of(RunTree run) {
        if (run.ended().isEmpty()) {
            return CUT_OFF;
        }
        int exit = run.ended().get().event().exit().orElse(0);
        if (exit == 0) {
            return run.isCheck() ? PLANNED : DONE;
        }
        if (exit > EXIT_SIGNAL_MIN) {
            return INTERRUPTED;
        }
        return exit == EXIT_REFUSED ? REFUSED : FAILED;
    }

    public String words() {
        return words;
    }

    /** The same as one character. */
    public String sign() {
        return sign;
    }

    /** The result of a task or pair in words; that of a check is a prediction. */
    public static String word(String status, boolean check) {
        return switch (status) {
            case "changed" -> check ? "would change" : status;
            case "finished" -> check ? "planned" : status;
            default -> status.replace('-', ' ');
        };
    }

    /** One character for the result of a task or pair, so that colours are not needed to tell them apart. */
    public static String sign(String status) {
        return switch (status) {
            case "ok", "finished", "earlier" -> "✓";
            case "changed" -> "●";
            case "skipped", "not-started" -> "–";
            case "failed", "refused", "foreseen" -> "✕";
            case "rescued" -> "↺";
            default -> "!";
        };
    }
}
