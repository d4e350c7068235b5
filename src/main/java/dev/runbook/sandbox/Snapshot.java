package dev.runbook.sandbox;

import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;

/** One DB snapshot: its shape as AWS shows it, and the instance as it was. */
record Snapshot(DBSnapshot shape, DBInstance origin, boolean postgres, String password) {

    String name() {
        return shape.dbSnapshotIdentifier();
    }

    /** The folder of its copy; the colon of automated snapshots has no place in a path that PostgreSQL reads. */
    String folder() {
        return "snapshot-" + name().replace(':', '-');
    }

    Snapshot available() {
        return new Snapshot(
                shape.toBuilder().status("available").percentProgress(100).build(), origin, postgres, password);
    }

    @Override
    public String toString() {
        return "Snapshot[shape=" + shape + ", origin=" + origin + ", postgres=" + postgres + ", password=***]";
    }

    Tree.Fields tree() {
        return Tree.Fields.none()
                .with("shape", Shapes.tree(shape))
                .with("origin", Shapes.tree(origin))
                .with("postgres", Tree.bare(postgres))
                .with("password", Tree.text(password));
    }

    static Snapshot of(Tree.Fields tree) {
        return new Snapshot(
                Shapes.fill(DBSnapshot.builder(), tree.fields("shape"), DBSnapshot.class),
                Shapes.fill(DBInstance.builder(), tree.fields("origin"), DBInstance.class),
                tree.text("postgres").orElse("").equals("true"),
                tree.text("password").orElse(""));
    }
}
