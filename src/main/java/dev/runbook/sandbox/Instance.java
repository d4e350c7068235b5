package dev.runbook.sandbox;

import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** One DB instance: its shape as AWS shows it, the server behind it, and what it is busy with. */
record Instance(DBInstance shape, boolean postgres, String password, Optional<Work> work) {

    String name() {
        return shape.dbInstanceIdentifier();
    }

    String id() {
        return shape.dbiResourceId();
    }

    boolean isReplica() {
        return shape.readReplicaSourceDBInstanceIdentifier() != null;
    }

    boolean isPostgresEngine() {
        return shape.engine().startsWith("postgres");
    }

    boolean isBackedUp() {
        return shape.backupRetentionPeriod() != null && shape.backupRetentionPeriod() > 0;
    }

    Instance with(DBInstance changed) {
        return new Instance(changed, postgres, password, work);
    }

    Instance with(Tree.Fields overlay) {
        return with(Settings.overlay(shape, overlay));
    }

    Instance withStatus(String status) {
        return with(shape.toBuilder().dbInstanceStatus(status).build());
    }

    Instance withPassword(String changed) {
        return new Instance(shape, postgres, changed, work);
    }

    Instance busy(Work with) {
        return new Instance(shape, postgres, password, Optional.of(with));
    }

    Instance idle() {
        return new Instance(shape, postgres, password, Optional.empty());
    }

    @Override
    public String toString() {
        return "Instance[shape=" + shape + ", postgres=" + postgres + ", password=***, work=" + work + "]";
    }

    Tree.Fields tree() {
        var fields = Tree.Fields.none()
                .with("shape", Shapes.tree(shape))
                .with("postgres", Tree.bare(postgres))
                .with("password", Tree.text(password));
        return work.map(busy -> fields.with("work", busy.tree())).orElse(fields);
    }

    static Instance of(Tree.Fields tree) {
        return new Instance(
                Shapes.fill(DBInstance.builder(), tree.fields("shape"), DBInstance.class),
                tree.text("postgres").orElse("").equals("true"),
                tree.text("password").orElse(""),
                tree.get("work").map(work -> Work.of((Tree.Fields) work)));
    }
}
