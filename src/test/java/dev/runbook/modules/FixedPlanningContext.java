package dev.runbook.modules;

import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.PasswordStore;
import dev.runbook.port.PortException;
import dev.runbook.world.Backups;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Quota;
import dev.runbook.world.World;
import dev.runbook.yaml.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The planning context of a test: returns the given values, and records the predicted calls and warnings of the module. */
public final class FixedPlanningContext implements PlanningContext {

    private final List<CallDescription> predictedCalls = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, ObjectListing> buckets = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private Optional<Database> database = Optional.empty();
    private Optional<PasswordStore> vault = Optional.empty();
    private Purpose purpose = Purpose.RUN;
    private World world = World.of(List.of(), List.of(), Set.of());
    private Refresh refresh = refresh(List.of());

    /** A refresh of stage from prod with these copies. */
    public static Refresh refresh(List<Refresh.BucketCopy> copies) {
        return new Refresh(
                "run-1",
                "stage",
                side("prod"),
                side("stage"),
                new Refresh.NamePrefixes("temp-", "old-"),
                List.of(),
                Set.of(new InstanceId("prod")),
                copies);
    }

    private static Refresh.RefreshSide side(String instance) {
        return new Refresh.RefreshSide(
                new InstanceId(instance),
                "default",
                List.of("shop"),
                Optional.empty(),
                Optional.empty(),
                DatabaseAddress.TlsMode.DISABLE);
    }

    public FixedPlanningContext purpose(Purpose value) {
        purpose = value;
        return this;
    }

    public FixedPlanningContext world(World value) {
        world = value;
        return this;
    }

    public FixedPlanningContext refresh(Refresh value) {
        refresh = value;
        return this;
    }

    public FixedPlanningContext buckets(String account, ObjectListing listing) {
        buckets.put(account, listing);
        return this;
    }

    public FixedPlanningContext file(String path, String text) {
        files.put(path, text);
        return this;
    }

    public FixedPlanningContext database(Database value) {
        database = Optional.of(value);
        return this;
    }

    public FixedPlanningContext vault(PasswordStore value) {
        vault = Optional.of(value);
        return this;
    }

    public FixedPlanningContext environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public List<CallDescription> predictedCalls() {
        return List.copyOf(predictedCalls);
    }

    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public Purpose purpose() {
        return purpose;
    }

    @Override
    public Refresh refresh() {
        return refresh;
    }

    @Override
    public World world() {
        return world;
    }

    @Override
    public Optional<ObjectListing> buckets(String account) {
        return Optional.ofNullable(buckets.get(account));
    }

    @Override
    public Backups backups(Instance instance) {
        return Backups.none();
    }

    @Override
    public List<Quota> quotas() {
        return List.of();
    }

    @Override
    public Database database() {
        return database.orElseThrow(() -> new IllegalStateException("no database in this test"));
    }

    @Override
    public PasswordStore vault() {
        return vault.orElseThrow(() -> new IllegalStateException("no vault in this test"));
    }

    @Override
    public Source file(String path) throws PortException {
        String text = files.get(path);
        if (text == null) {
            throw new PortException(PortException.Kind.NOT_FOUND, "file " + path, "no such file in this test");
        }
        return new Source(path, text);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public String task() {
        return "task";
    }

    @Override
    public void addPredictedCall(CallDescription call) {
        predictedCalls.add(call);
    }

    @Override
    public void warn(String text) {
        warnings.add(text);
    }
}
