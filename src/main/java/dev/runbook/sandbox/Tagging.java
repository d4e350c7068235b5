package dev.runbook.sandbox;

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
final class Tagging {

    private final Region region;

    Tagging(Region region) {
        this.region = region;
    }

    AddTagsToResourceResponse add(AddTagsToResourceRequest request) {
        Rules.tags(request.tags());
        change(request.resourceName(), tags -> {
            var next = merged(tags, request.tags());
            Rules.tags(next);
            return next;
        });
        return AddTagsToResourceResponse.builder().build();
    }

    /** Tags with others laid over them. */
    static List<Tag> merged(List<Tag> tags, List<Tag> others) {
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
                ? region.snapshot(Creating.snapshotName(name)).shape().tagList()
                : instance(name).shape().tagList();
        return ListTagsForResourceResponse.builder().tagList(tags).build();
    }

    private void change(String arn, UnaryOperator<List<Tag>> change) {
        if (isSnapshot(arn)) {
            var snapshot = region.snapshot(Creating.snapshotName(arn));
            var tags = change.apply(snapshot.shape().tagList());
            region.put(new Snapshot(
                    snapshot.shape().toBuilder().tagList(tags).build(),
                    snapshot.origin(),
                    snapshot.postgres(),
                    snapshot.password()));
        } else {
            var instance = instance(arn);
            var tags = change.apply(instance.shape().tagList());
            region.put(instance.with(instance.shape().toBuilder().tagList(tags).build()));
        }
    }

    private Instance instance(String arn) {
        var prefix = region.fleet().arn("db", "");
        if (arn == null || !arn.startsWith(prefix)) {
            throw AwsError.value("The specified resource name does not match an RDS resource in this region: " + arn);
        }
        return region.get(arn.substring(prefix.length()));
    }

    private static boolean isSnapshot(String arn) {
        return arn != null && arn.contains(":snapshot:");
    }
}
