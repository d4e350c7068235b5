package dev.runbook.modules.rds;

import dev.runbook.modules.Refresh;
import dev.runbook.modules.Statuses;
import dev.runbook.world.Instance;
import java.util.List;
import java.util.Optional;

/** Checks source and target before a refresh starts. */
record PairChecks(Refresh refresh, Instance source, Instance target) {

    void check(Objections objections) {
        if (source.resourceId().equals(target.resourceId()) || source.id().equals(target.id())) {
            objections.addRefusal(
                    "Source and target are the same instance: " + source.id() + ".",
                    "Correct the pair in the inventory.");
        }
        if (!refresh.source().account().equals(refresh.target().account())) {
            objections.add(
                    "Source and target are in different accounts of the inventory ("
                            + refresh.source().account() + ", "
                            + refresh.target().account()
                            + "); a clone across accounts or regions is not supported.",
                    "Use a source and a target in the same account and region.");
        }
        if (TargetChecks.isClustered(source)) {
            objections.add(
                    "The source " + source.id() + " belongs to a cluster ("
                            + EngineVersion.of(source.description())
                            + "); Aurora and Multi-AZ clusters cannot be cloned.",
                    "Use a DB instance that is not part of a cluster as source.");
        }
        EngineVersion sourceVersion = EngineVersion.of(source.description());
        EngineVersion targetVersion = EngineVersion.of(target.description());
        if (!sourceVersion.engine().equals(targetVersion.engine())) {
            objections.add(
                    "The source is " + sourceVersion + " and the target " + targetVersion
                            + ": the clone would have another engine than the target.",
                    "Correct the pair in the inventory.");
        }
        if (Statuses.isFailed(source)) {
            objections.add("The source " + source.id() + " is " + source.status() + ".", Statuses.advice(source));
        }
    }

    /** Checks that there are quarantine security groups and that they are not the target's own, which would isolate nothing. */
    static void checkQuarantine(Refresh refresh, TargetTree tree, Objections objections) {
        if (refresh.quarantine().isEmpty()) {
            objections.addRefusal(
                    "The inventory names no quarantine security groups for pair " + refresh.pair()
                            + ", so the clone could not be isolated until it is masked.",
                    "Add `quarantine_security_groups: [sg-...]` to the account in the inventory; or, if the data needs no"
                            + " masking, `quarantine: false` to rds-clone.");
            return;
        }
        List<String> quarantine = refresh.quarantine().stream().sorted().toList();
        for (TreeSlot slot : tree.slots()) {
            Optional<Object> own = slot.old()
                    .flatMap(old -> SettingTable.byName("VpcSecurityGroupIds").read(old.description()));
            if (own.equals(Optional.of(quarantine))) {
                objections.addRefusal(
                        "The quarantine security groups " + quarantine + " are those of " + slot.name()
                                + " itself: they would isolate nothing.",
                        "Use groups in `quarantine_security_groups` that allow access for the masking only.");
            }
        }
    }
}
