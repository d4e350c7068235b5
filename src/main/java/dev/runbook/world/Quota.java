package dev.runbook.world;

/**
 * How much of something an account may have in a region.
 *
 * @param name as RDS spells it: {@link #INSTANCES}
 * @param used how much there is; of a quota for each instance, what the instance with the most of it has
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AccountQuota.html">AccountQuota</a>
 */
public record Quota(String name, long used, long max) {

    public static final String INSTANCES = "DBInstances";

    /** Of all instances together, in GiB. */
    public static final String STORAGE = "AllocatedStorage";

    /** For each instance. */
    public static final String REPLICAS = "ReadReplicasPerMaster";
}
