package dev.runbook.engine;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.port.Database;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.PortException;
import dev.runbook.port.Rds;
import dev.runbook.port.Vault;
import dev.runbook.world.Backups;
import dev.runbook.world.Instance;
import dev.runbook.world.Quota;
import dev.runbook.world.World;
import dev.runbook.yaml.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one task sees while it plans. */
record TaskView(PairSight sight, World world, Turn turn, Map<String, String> environment) implements PlanningContext {

    TaskView {
        environment = Map.copyOf(environment);
    }

    /** What every task of a pair sees alike. */
    record PairSight(
            Purpose purpose,
            Refresh refresh,
            Accounts accounts,
            Database database,
            Vault vault,
            ProjectFiles files,
            PairCourse course) {

        /** The same for another purpose, with a vault of its own. */
        PairSight as(Purpose other, Vault otherVault) {
            return new PairSight(other, refresh, accounts, database, otherVault, files, course);
        }
    }

    /**
     * What can be read in the accounts.
     *
     * @param listings by the names of accounts
     * @param rds of the target's account
     */
    record Accounts(Map<String, ObjectListing> listings, Rds rds) {
        Accounts {
            listings = Map.copyOf(listings);
        }
    }

    @Override
    public Purpose purpose() {
        return sight.purpose();
    }

    @Override
    public Refresh refresh() {
        return sight.refresh();
    }

    @Override
    public Optional<ObjectListing> buckets(String account) {
        return Optional.ofNullable(sight.accounts().listings().get(account));
    }

    @Override
    public Backups backups(Instance instance) throws PortException {
        return instance.resourceId().isPredicted()
                ? Backups.none()
                : sight.accounts().rds().backups(instance.resourceId());
    }

    @Override
    public List<Quota> quotas() throws PortException {
        return sight.accounts().rds().quotas();
    }

    @Override
    public Database database() {
        return sight.database();
    }

    @Override
    public Vault vault() {
        return sight.vault();
    }

    @Override
    public Source file(String path) throws PortException {
        return sight.files().read(path);
    }

    @Override
    public String task() {
        return turn.place().key();
    }

    @Override
    public void addPredictedCall(CallDescription call) {
        if (sight.purpose() == Purpose.RUN) {
            return;
        }
        Facts facts = Facts.of("key", "")
                .with("service", call.service())
                .with("action", call.action())
                .with("subject", call.subject())
                .with("parameters", call.parameters())
                .with("effect", call.effect())
                .with("permissions", List.of());
        turn.place().item().ifPresent(item -> facts.with("item", item));
        turn.voice().recorder().redaction().keep(call.parameters());
        turn.voice().say(Event.Kind.CHANGE, facts);
    }

    @Override
    public boolean permitsCall(CallDescription call) {
        return sight.course().permits(call, turn);
    }

    @Override
    public void recordResource(String kind, String name, Value.Fields facts) {
        sight.course().found(kind, name, facts);
    }

    @Override
    public void warn(String text) {
        turn.voice().warn(text);
    }
}
