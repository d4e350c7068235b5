package dev.runbook.tidy;

/** A place that breaks a habit, and how to repair it. */
record Finding(String path, int line, String problem) {

    @Override
    public String toString() {
        return path + ":" + line + ": " + problem;
    }
}
