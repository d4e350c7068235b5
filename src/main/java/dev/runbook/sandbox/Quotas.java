package dev.runbook.sandbox;

import java.util.Arrays;
import software.amazon.awssdk.services.rds.model.AccountQuota;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesResponse;

/** How much an account may have, and how much of it is used. */
final class Quotas {

    private final Region region;

    Quotas(Region region) {
        this.region = region;
    }

    DescribeAccountAttributesResponse describe() {
        var quotas = Arrays.stream(Fleet.Quota.values())
                .map(quota -> AccountQuota.builder()
                        .accountQuotaName(quota.wireName())
                        .used((long) used(quota))
                        .max((long) region.fleet().quota(quota))
                        .build())
                .toList();
        return DescribeAccountAttributesResponse.builder().accountQuotas(quotas).build();
    }

    /** Refuses an instance for which there is no room any more. */
    void room(int gib) {
        if (used(Fleet.Quota.INSTANCES) + 1 > region.fleet().quota(Fleet.Quota.INSTANCES)) {
            throw new AwsError(
                    "InstanceQuotaExceeded",
                    400,
                    "DB instance quota exceeded: the account has " + used(Fleet.Quota.INSTANCES) + " instances.");
        }
        if (used(Fleet.Quota.STORAGE) + gib > region.fleet().quota(Fleet.Quota.STORAGE)) {
            throw new AwsError(
                    "StorageQuotaExceeded",
                    400,
                    "Storage quota exceeded: the account has " + used(Fleet.Quota.STORAGE) + " GiB.");
        }
    }

    private int used(Fleet.Quota quota) {
        return switch (quota) {
            case INSTANCES -> region.instances().size();
            case STORAGE ->
                region.instances().stream()
                        .mapToInt(instance -> instance.shape().allocatedStorage())
                        .sum();
            case REPLICAS_OF_AN_INSTANCE ->
                region.instances().stream()
                        .mapToInt(instance -> instance.shape()
                                .readReplicaDBInstanceIdentifiers()
                                .size())
                        .max()
                        .orElse(0);
            case SNAPSHOTS ->
                (int) region.snapshots().stream()
                        .filter(snapshot -> snapshot.shape().snapshotType().equals("manual"))
                        .count();
            case ROLES_OF_AN_INSTANCE ->
                region.instances().stream()
                        .mapToInt(instance -> instance.shape().associatedRoles().size())
                        .max()
                        .orElse(0);
        };
    }
}
