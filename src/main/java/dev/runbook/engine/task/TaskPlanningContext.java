package dev.runbook.engine.task;

import dev.runbook.engine.change.TaskAttempt;
import dev.runbook.expression.Value;
import dev.runbook.journal.CallName;
import dev.runbook.journal.Event;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.port.Database;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.PasswordStore;
import dev.runbook.port.PortException;
import dev.runbook.port.Rds;
import dev.runbook.world.Backups;
import dev.runbook.world.Instance;
import dev.runbook.world.Quota;
import dev.runbook.world.World;
import dev.runbook.yaml.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one task sees while it plans. */
public record TaskPlanningContext(
        PairPlanningContext planningContext, World world, TaskAttempt attempt, Map<String, String> environment)
        implements PlanningContext {

    public TaskPlanningContext {
        environment = Map.copyOf(environment);
    }

    /**
     * What can be read in the accounts.
     *
     * @param listings by the names of accounts
     * @param rds of the target's account
     */
    public record AccountPorts(Map<String, ObjectListing> listings, Rds rds) {
        public AccountPorts {
            listings = Map.copyOf(listings);
        }
    }

    @Override
    public Purpose purpose() {
        return planningContext.purpose();
    }

    @Override
    public Refresh refresh() {
        return planningContext.refresh();
    }

    @Override
    public Optional<ObjectListing> buckets(String account) {
        return Optional.ofNullable(planningContext.accounts().listings().get(account));
    }

    @Override
    public Backups backups(Instance instance) throws PortException {
        return instance.resourceId().isPredicted()
                ? Backups.none()
                : planningContext.accounts().rds().backups(instance.resourceId());
    }

    @Override
    public List<Quota> quotas() throws PortException {
        return planningContext.accounts().rds().quotas();
    }

    @Override
    public Database database() {
        return planningContext.database();
    }

    @Override
    public PasswordStore vault() {
        return planningContext.passwords();
    }

    @Override
    public Source file(String path) throws PortException {
        return planningContext.files().read(path);
    }

    @Override
    public String task() {
        return attempt.taskKey().key();
    }

    @Override
    public void addPredictedCall(CallDescription call) {
        if (planningContext.purpose() == Purpose.RUN) {
            return;
        }
        attempt.events().recorder().redaction().addSecret(call.parameters());
        attempt.events()
                .emit(new Event.ChangeAnnounced(
                        "",
                        new CallName(call.service(), call.action(), call.subject()),
                        call.parameters(),
                        call.effect(),
                        List.of(),
                        new Event.ChangeAnnounced.ChangeMode(false, false, false),
                        Optional.empty(),
                        attempt.taskKey().item()));
    }

    @Override
    public boolean permitsCall(CallDescription call) {
        return planningContext.planGuard().permits(call, attempt);
    }

    @Override
    public void recordResource(String kind, String name, Value.Fields facts) {
        planningContext.planGuard().recordResource(kind, name, facts);
    }

    @Override
    public void warn(String text) {
        attempt.events().warn(text);
    }
}
