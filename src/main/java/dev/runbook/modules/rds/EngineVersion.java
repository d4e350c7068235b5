package dev.runbook.modules.rds;

import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Engine and version of a DB instance: {@code postgres 16.4}, {@code mysql 8.0.36}. */
record EngineVersion(String engine, String version) {

    static EngineVersion of(DBInstance instance) {
        return new EngineVersion(
                Optional.ofNullable(instance.engine()).orElse(""),
                Optional.ofNullable(instance.engineVersion()).orElse(""));
    }

    /** Engine and major version: the part that parameter groups depend on. */
    String majorVersion() {
        String[] parts = version.split("\\.", -1);
        boolean oneNumber = isPostgres() && number(parts[0]) >= 10;
        return engine + " " + (oneNumber || parts.length < 2 ? parts[0] : parts[0] + "." + parts[1]);
    }

    boolean isPostgres() {
        return engine.equals("postgres");
    }

    /**
     * Whether a replica may have replicas: on every engine except PostgreSQL before 14.1.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.Cascading.html">
     *     Using cascading read replicas with RDS for PostgreSQL</a>
     */
    boolean allowsReplicaOfReplica() {
        String[] parts = version.split("\\.", -1);
        int minor = parts.length > 1 ? number(parts[1]) : 0;
        return !isPostgres() || number(parts[0]) > 14 || (number(parts[0]) == 14 && minor >= 1);
    }

    private static int number(String digits) {
        return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
    }

    @Override
    public String toString() {
        return engine + " " + version;
    }
}
