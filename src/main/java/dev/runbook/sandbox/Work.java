package dev.runbook.sandbox;

/** What an instance is busy with: enough to begin it again after the sandbox was killed. */
record Work(Kind kind, Tree.Fields request) {

    enum Kind {
        CREATE,
        REPLICATE,
        RESTORE,
        PROMOTE,
        MODIFY,
        REBOOT,
        SNAPSHOT,
        DELETE
    }

    /** Whether the work goes on with the server that is there, rather than making or removing it. */
    boolean needsServer() {
        return switch (kind) {
            case CREATE, REPLICATE, RESTORE -> false;
            case DELETE -> request.get("FinalDBSnapshotIdentifier").isPresent();
            default -> true;
        };
    }

    @Override
    public String toString() {
        return "Work[" + kind + "]";
    }

    Tree.Fields tree() {
        return Tree.Fields.none().with("kind", Tree.text(kind.name())).with("request", request);
    }

    static Work of(Tree.Fields tree) {
        return new Work(Kind.valueOf(tree.text("kind").orElseThrow()), tree.fields("request"));
    }
}
