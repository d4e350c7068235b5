package dev.runbook.sandbox;

/** What an instance is busy with: enough to begin it again after the sandbox was killed. */
record Work(Kind kind, Tree.Fields request) {

    enum Kind {
        CREATE,
        REPLICATE,
        RESTORE,
        RESTORE_PAST,
        PROMOTE,
        MODIFY,
        ADD_ROLE,
        REBOOT,
        SNAPSHOT,
        DELETE
    }

    /** Whether the work goes on with the server that is there, rather than making or removing it. */
    boolean needsServer() {
        return switch (kind) {
            case CREATE, REPLICATE, RESTORE, RESTORE_PAST -> false;
            case DELETE -> request.get("FinalDBSnapshotIdentifier").isPresent() || retainsBackups();
            default -> true;
        };
    }

    /** Whether the automated backups of a deleted instance stay. */
    boolean retainsBackups() {
        return request.text("DeleteAutomatedBackups").filter("false"::equals).isPresent();
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
