package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.wire.AwsError;
import java.util.Arrays;
import software.amazon.awssdk.services.rds.model.AccountQuota;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesResponse;

/** How much an account may have, and how much of it is used. */
final class AccountQuotas {

    private final Region region;

    AccountQuotas(Region region) {
        this.region = region;
    }

    DescribeAccountAttributesResponse describe() {
        var quotas = Arrays.stream(Fleet.FleetQuota.values())
                .map(quota -> AccountQuota.builder()
                        .accountQuotaName(quota.wireName())
                        .used((long) usage(quota))
                        .max((long) region.fleet().quota(quota))
                        .build())
                .toList();
        return DescribeAccountAttributesResponse.builder().accountQuotas(quotas).build();
    }

    /** Refuses an instance for which there is no room any more. */
    void requireCapacity(int gib) {
        if (usage(Fleet.FleetQuota.INSTANCES) + 1 > region.fleet().quota(Fleet.FleetQuota.INSTANCES)) {
            throw new AwsError(
                    "InstanceQuotaExceeded",
                    400,
                    "DB instance quota exceeded: the account has " + usage(Fleet.FleetQuota.INSTANCES) + " instances.");
        }
        if (usage(Fleet.FleetQuota.STORAGE) + gib > region.fleet().quota(Fleet.FleetQuota.STORAGE)) {
            throw new AwsError(
                    "StorageQuotaExceeded",
                    400,
                    "Storage quota exceeded: the account has " + usage(Fleet.FleetQuota.STORAGE) + " GiB.");
        }
    }

    private int usage(Fleet.FleetQuota quota) {
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
