package dev.runbook.world;

/** The {@code DbiResourceId} of a DB instance: unique, and the same after a rename. */
public record ResourceId(String id) {

    /** Stands for the id that AWS will give to an instance that does not exist yet. */
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
