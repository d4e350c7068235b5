package dev.runbook.modules;

import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.Marks;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * Writes on an instance of this refresh how far its data has come.
 *
 * @param instance the instance as it is when the change is planned
 * @param rules digest of the masking rules; empty leaves that mark alone
 * @param undone how often the swap to it has been undone; empty leaves that mark alone
 */
public record MarkState(Instance instance, Marks.State state, Optional<String> rules, Optional<Long> undone)
        implements Change {

    public MarkState(Instance instance, Marks.State state, Optional<String> rules) {
        this(instance, state, rules, Optional.empty());
    }

    /** How often the swap to an instance has been undone so far. */
    public static long undone(Instance instance) {
        String times = instance.tags().getOrDefault(Marks.UNDONE_TAG, "0");
        return times.matches("[0-9]{1,9}") ? Long.parseLong(times) : 0;
    }

    @Override
    public String key() {
        String name = instance.marks().map(Marks::target).orElse(instance.id()).name();
        return "mark " + name + " " + state.tag();
    }

    @Override
    public Description describe() {
        return Requests.rds("AddTagsToResource", instance.id().name(), request());
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
        return marked ? Progress.done() : Progress.needed();
    }

    @Override
    public World predict(World world) {
        return world.instance(instance.resourceId())
                .map(found -> world.with(tagged(found)))
                .orElse(world);
    }

    @Override
    public List<Permission> permissions() {
        return List.of(
                new Permission("rds:AddTagsToResource", instance.description().dbInstanceArn()));
    }

    @Override
    public void apply(Ports ports) throws PortException {
        ports.rds().addTags(request());
    }

    private AddTagsToResourceRequest request() {
        return AddTagsToResourceRequest.builder()
                .resourceName(instance.description().dbInstanceArn())
                .tags(tags())
                .build();
    }

    private List<Tag> tags() {
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.builder().key(Marks.STATE_TAG).value(state.tag()).build());
        rules.ifPresent(digest ->
                tags.add(Tag.builder().key(Marks.RULES_TAG).value(digest).build()));
        undone.ifPresent(times -> tags.add(
                Tag.builder().key(Marks.UNDONE_TAG).value(times.toString()).build()));
        return tags;
    }

    private Instance tagged(Instance found) {
        Map<String, String> merged = new TreeMap<>(found.tags());
        tags().forEach(tag -> merged.put(tag.key(), tag.value()));
        return found.with(edit -> edit.tagList(merged.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList()));
    }
}
