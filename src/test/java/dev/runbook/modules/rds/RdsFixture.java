package dev.runbook.modules.rds;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.PasswordStore;
import dev.runbook.port.PortException;
import dev.runbook.world.Backups;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.Quota;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import dev.runbook.yaml.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A planning context of plain values: a world, a refresh, backups of the clone; records the warnings. */
record RdsFixture(World world, Refresh refresh, Backups backups, QuotaSource told, List<String> warnings)
        implements PlanningContext {

    /** The answer to a request for the quotas. */
    interface QuotaSource {
        List<Quota> all() throws PortException;
    }

    static Refresh refresh(List<String> quarantine, Optional<Refresh.DatabaseLogin> login) {
        return new Refresh(
                "r1",
                "demo",
                side("mitosis-prod", Optional.empty()),
                side("mitosis-demo", login),
                new Refresh.NamePrefixes("temp-", "old-"),
                quarantine,
                Set.of(new InstanceId("mitosis-prod")),
                List.of());
    }

    static Refresh.RefreshSide side(String instance, Optional<Refresh.DatabaseLogin> login) {
        return new Refresh.RefreshSide(
                new InstanceId(instance),
                "main",
                List.of("shop"),
                login,
                Optional.empty(),
                DatabaseAddress.TlsMode.DISABLE);
    }

    static RdsFixture of(World world, Refresh refresh) {
        return new RdsFixture(world, refresh, Backups.none(), List::of, new ArrayList<>());
    }

    RdsFixture with(Backups others) {
        return new RdsFixture(world, refresh, others, told, warnings);
    }

    RdsFixture with(QuotaSource others) {
        return new RdsFixture(world, refresh, backups, others, warnings);
    }

    @Override
    public Purpose purpose() {
        return Purpose.CHECK;
    }

    @Override
    public Optional<ObjectListing> buckets(String account) {
        return Optional.empty();
    }

    @Override
    public Backups backups(Instance instance) {
        return backups;
    }

    @Override
    public List<Quota> quotas() throws PortException {
        return told.all();
    }

    @Override
    public Database database() {
        throw new UnsupportedOperationException("no database here");
    }

    @Override
    public PasswordStore vault() {
        return new PasswordStore() {
            @Override
            public Optional<Password> password(ResourceId instance) {
                return Optional.empty();
            }

            @Override
            public void keep(ResourceId instance, Password password) {
                throw new IllegalStateException("a plan changes nothing");
            }

            @Override
            public Password random() {
                return new Password("random-password");
            }
        };
    }

    @Override
    public Source file(String path) {
        throw new UnsupportedOperationException("no files here");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public String task() {
        return "task";
    }

    @Override
    public void addPredictedCall(CallDescription call) {
        throw new UnsupportedOperationException("nothing is foreseen here");
    }

    @Override
    public void warn(String text) {
        warnings.add(text);
    }
}
