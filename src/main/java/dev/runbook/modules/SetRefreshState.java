package dev.runbook.modules;

import dev.runbook.expression.Value;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * Writes the state of an instance's data to its refresh tags. With the digest of the masking rules, {@link RefreshTags.State#MASKED}
 * is the proof that these rules were applied and verified. The proof includes its time, and is written only while no
 * automated backup holds the unmasked data.
 *
 * @param instance the instance at planning time
 * @param rules digest of the masking rules; empty leaves the tag unchanged
 * @param undoCount how often a swap to the instance was undone; empty leaves the tag unchanged
 */
public record SetRefreshState(
        Instance instance, RefreshTags.State state, Optional<String> rules, Optional<Long> undoCount)
        implements Change {

    public SetRefreshState(Instance instance, RefreshTags.State state, Optional<String> rules) {
        this(instance, state, rules, Optional.empty());
    }

    /** How often a swap to the instance was undone. */
    public static long undoCount(Instance instance) {
        String times = instance.tags().getOrDefault(RefreshTags.UNDONE_TAG, "0");
        return times.matches("[0-9]{1,9}") ? Long.parseLong(times) : 0;
    }

    @Override
    public String key() {
        String name = instance.refreshTags()
                .map(RefreshTags::target)
                .orElse(instance.id())
                .name();
        return "mark " + name + " " + state.tag();
    }

    @Override
    public CallDescription describe() {
        Value.Fields parameters = SdkValues.parameters(request(tags()));
        return new CallDescription(
                "rds",
                "AddTagsToResource",
                instance.id().name(),
                isProof() ? withProofTime(parameters) : parameters,
                "");
    }

    /** Adds the tag with the time of the proof, which is known only when the tags are written. */
    private static Value.Fields withProofTime(Value.Fields parameters) {
        Map<String, Value> proved = new LinkedHashMap<>();
        proved.put("Key", new Value.Text(RefreshTags.PROVED_TAG));
        proved.put("Value", new Value.Unknown("the moment of the proof"));
        Map<String, Value> all = new LinkedHashMap<>(parameters.fields());
        all.computeIfPresent("Tags", (name, given) -> {
            List<Value> tags = new ArrayList<>(((Value.Items) given).items());
            tags.add(new Value.Fields(proved));
            return new Value.Items(tags);
        });
        return new Value.Fields(all);
    }

    @Override
    public Subject subject() {
        return new Subject.OwnInstance(instance.id());
    }

    @Override
    public Progress progress(World world) {
        Optional<Instance> found = world.instance(instance.resourceId());
        if (found.isEmpty()) {
            return Progress.failed(instance.id() + " is gone");
        }
        Map<String, String> present = found.get().tags();
        boolean marked = tags().stream().allMatch(tag -> tag.value().equals(present.get(tag.key())));
        if (marked && (!isProof() || present.containsKey(RefreshTags.PROVED_TAG))) {
            return Progress.done();
        }
        return isProof() && found.get().isBackedUp() ? Progress.failed(backupProblem(found.get())) : Progress.needed();
    }

    private static String backupProblem(Instance found) {
        return found.id() + " has automated backups on, for "
                + found.description().backupRetentionPeriod()
                + " days, and they hold its unmasked data: they were turned on during the refresh."
                + " Turn them off, which deletes them (`aws rds modify-db-instance --db-instance-identifier "
                + found.id() + " --backup-retention-period 0 --apply-immediately`), then run again";
    }

    @Override
    public World predict(World world) {
        return world.instance(instance.resourceId())
                .map(found -> world.with(withTags(found)))
                .orElse(world);
    }

    @Override
    public List<Permission> permissions() {
        return List.of(
                new Permission("rds:AddTagsToResource", instance.description().dbInstanceArn()));
    }

    @Override
    public void apply(Ports ports) throws PortException {
        List<Tag> tags = new ArrayList<>(tags());
        if (isProof()) {
            Instant moment = ports.rds().now();
            tags.add(tag(RefreshTags.PROVED_TAG, moment.toString()));
        }
        ports.rds().addTags(request(tags));
    }

    private boolean isProof() {
        return state == RefreshTags.State.MASKED && rules.isPresent();
    }

    private AddTagsToResourceRequest request(List<Tag> tags) {
        return AddTagsToResourceRequest.builder()
                .resourceName(instance.description().dbInstanceArn())
                .tags(tags)
                .build();
    }

    private List<Tag> tags() {
        List<Tag> tags = new ArrayList<>();
        tags.add(tag(RefreshTags.STATE_TAG, state.tag()));
        rules.ifPresent(digest -> tags.add(tag(RefreshTags.RULES_TAG, digest)));
        undoCount.ifPresent(times -> tags.add(tag(RefreshTags.UNDONE_TAG, times.toString())));
        return tags;
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private Instance withTags(Instance found) {
        Map<String, String> merged = new TreeMap<>(found.tags());
        tags().forEach(tag -> merged.put(tag.key(), tag.value()));
        if (isProof()) {
            merged.put(RefreshTags.PROVED_TAG, Value.Unknown.DISPLAY_TEXT);
        }
        return found.with(edit -> edit.tagList(merged.entrySet().stream()
                .map(tag -> tag(tag.getKey(), tag.getValue()))
                .toList()));
    }
}
