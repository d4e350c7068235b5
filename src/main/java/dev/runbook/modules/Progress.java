package dev.runbook.modules;

/**
 * The progress of a change in a world.
 *
 * @param detail the instance's status, or why the change failed; empty if there is nothing to add
 */
public record Progress(Stage stage, String detail) {

    /** The stage of a change. */
    public enum Stage {
        /** Not started: it must be applied. */
        NEEDED,
        /** Started, by this process or an earlier one: wait for it, do not apply it again. */
        UNDER_WAY,
        DONE,
        /** It can no longer complete. */
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
