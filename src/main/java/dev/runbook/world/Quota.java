package dev.runbook.world;

/**
 * A quota of an account in a region.
 *
 * @param name the RDS name: {@link #INSTANCES}
 * @param used the current usage; for a quota per instance, the highest usage of any instance
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AccountQuota.html">AccountQuota</a>
 */
public record Quota(String name, long used, long max) {

    public static final String INSTANCES = "DBInstances";

    /** Total of all instances, in GiB. */
    public static final String STORAGE = "AllocatedStorage";

    /** Per instance. */
    public static final String REPLICAS = "ReadReplicasPerMaster";
}
