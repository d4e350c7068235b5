package dev.runbook.world;

/**
 * The {@code DbiResourceId} of a DB instance: unique, and unchanged by a rename.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html">DBInstance</a>
 */
public record ResourceId(String id) {

    /** A placeholder for the id of an instance that does not exist yet. */
    public static ResourceId ofPrediction(InstanceId name) {
        return new ResourceId("predicted:" + name);
    }

    public boolean isPredicted() {
        return id.startsWith("predicted:");
    }

    @Override
    public String toString() {
        return isPredicted() ? "<known when run>" : id;
    }
}
