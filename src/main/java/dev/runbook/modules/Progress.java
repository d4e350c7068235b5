package dev.runbook.modules;

/**
 * How far a change has come in a world; a closed choice.
 *
 * @param detail what is seen: the instance's status, or why it failed; empty when there is nothing to add
 */
public record Progress(Stage stage, String detail) {

    /** The closed choice. */
    public enum Stage {
        /** Not begun: it must be applied. */
        NEEDED,
        /** Begun, by this process or an earlier one: wait for it, do not apply it again. */
        UNDER_WAY,
        DONE,
        /** It will not come to its end any more. */
        FAILED
    }

    public static Progress needed() {
        return new Progress(Stage.NEEDED, "");
    }

    public static Progress underWay(String status) {
        return new Progress(Stage.UNDER_WAY, status);
    }

    public static Progress done() {
        return new Progress(Stage.DONE, "");
    }

    public static Progress failed(String reason) {
        return new Progress(Stage.FAILED, reason);
    }

    public boolean isDone() {
        return stage == Stage.DONE;
    }
}
