package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.rds.model.Tag;

/** Tags of instances and snapshots, addressed by their ARN. */
public final class TagHandlers {

    private final Region region;

    public TagHandlers(Region region) {
        this.region = region;
    }

    AddTagsToResourceResponse add(AddTagsToResourceRequest request) {
        RequestValidation.checkTags(request.tags());
        change(request.resourceName(), tags -> {
            var next = merge(tags, request.tags());
            RequestValidation.checkTags(next);
            return next;
        });
        return AddTagsToResourceResponse.builder().build();
    }

    /** Tags with others laid over them. */
    static List<Tag> merge(List<Tag> tags, List<Tag> others) {
        var keys = others.stream().map(Tag::key).toList();
        var next = new ArrayList<>(tags);
        next.removeIf(tag -> keys.contains(tag.key()));
        next.addAll(others);
        return next;
    }

    RemoveTagsFromResourceResponse remove(RemoveTagsFromResourceRequest request) {
        change(
                request.resourceName(),
                tags -> tags.stream()
                        .filter(tag -> !request.tagKeys().contains(tag.key()))
                        .toList());
        return RemoveTagsFromResourceResponse.builder().build();
    }

    ListTagsForResourceResponse list(ListTagsForResourceRequest request) {
        var name = request.resourceName();
        var tags = isSnapshot(name)
                ? region.snapshot(CreateHandlers.snapshotName(name)).shape().tagList()
                : instance(name).shape().tagList();
        return ListTagsForResourceResponse.builder().tagList(tags).build();
    }

    private void change(String arn, UnaryOperator<List<Tag>> change) {
        if (isSnapshot(arn)) {
            var snapshot = region.snapshot(CreateHandlers.snapshotName(arn));
            var tags = change.apply(snapshot.shape().tagList());
            region.put(new SandboxSnapshot(
                    snapshot.shape().toBuilder().tagList(tags).build(),
                    snapshot.origin(),
                    snapshot.hasServer(),
                    snapshot.password()));
        } else {
            var instance = instance(arn);
            var tags = change.apply(instance.shape().tagList());
            region.put(instance.with(instance.shape().toBuilder().tagList(tags).build()));
        }
    }

    private SandboxInstance instance(String arn) {
        var prefix = region.fleet().arn("db", "");
        if (arn == null || !arn.startsWith(prefix)) {
            throw AwsError.invalidValue(
                    "The specified resource name does not match an RDS resource in this region: " + arn);
        }
        return region.get(arn.substring(prefix.length()));
    }

    private static boolean isSnapshot(String arn) {
        return arn != null && arn.contains(":snapshot:");
    }
}
