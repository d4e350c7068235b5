package dev.runbook.engine.task;

import dev.runbook.engine.change.PlanGuard;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.port.Database;
import dev.runbook.port.PasswordStore;

/** What every task of a pair sees alike. */
public record PairPlanningContext(
        PlanningContext.Purpose purpose,
        Refresh refresh,
        TaskPlanningContext.AccountPorts accounts,
        Database database,
        PasswordStore passwords,
        ProjectFiles files,
        PlanGuard planGuard) {

    /** The same for another purpose, with a vault of its own. */
    PairPlanningContext as(PlanningContext.Purpose other, PasswordStore otherVault) {
        return new PairPlanningContext(other, refresh, accounts, database, otherVault, files, planGuard);
    }
}
