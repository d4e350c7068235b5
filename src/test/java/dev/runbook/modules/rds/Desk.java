package dev.runbook.modules.rds;

import dev.runbook.modules.Description;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.View;
import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.PortException;
import dev.runbook.port.Vault;
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
record Desk(World world, Refresh refresh, Backups backups, Quotas told, List<String> warnings) implements View {

    /** The answer to a request for the quotas. */
    interface Quotas {
        List<Quota> all() throws PortException;
    }

    static Refresh refresh(List<String> quarantine, Optional<Refresh.Login> login) {
        return new Refresh(
                "r1",
                "demo",
                side("mitosis-prod", Optional.empty()),
                side("mitosis-demo", login),
                new Refresh.Names("temp-", "old-"),
                quarantine,
                Set.of(new InstanceId("mitosis-prod")),
                List.of());
    }

    static Refresh.Side side(String instance, Optional<Refresh.Login> login) {
        return new Refresh.Side(
                new InstanceId(instance),
                "main",
                List.of("shop"),
                login,
                Optional.empty(),
                DatabaseAddress.Tls.DISABLE);
    }

    static Desk of(World world, Refresh refresh) {
        return new Desk(world, refresh, Backups.none(), List::of, new ArrayList<>());
    }

    Desk with(Backups others) {
        return new Desk(world, refresh, others, told, warnings);
    }

    Desk with(Quotas others) {
        return new Desk(world, refresh, backups, others, warnings);
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
    public Vault vault() {
        return new Vault() {
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
    public void foresee(Description call) {
        throw new UnsupportedOperationException("nothing is foreseen here");
    }

    @Override
    public void warn(String text) {
        warnings.add(text);
    }
}
