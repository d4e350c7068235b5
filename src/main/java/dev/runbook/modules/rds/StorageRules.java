package dev.runbook.modules.rds;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * The limits of RDS for storage types and their IOPS, by engine. The clone has the storage size of the source, and the type
 * and IOPS of the target.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html">Amazon RDS DB instance storage</a>
 */
final class StorageRules {

    private static final String GP3 = "gp3";
    private static final int MAGNETIC_GIB_MAX = 3072;
    private static final int PROVISIONED_IOPS_MIN = 1000;

    /** Maximum IOPS per GiB, by type of provisioned storage. */
    private static final Map<String, Integer> IOPS_PER_GIB_MAX = Map.of("io1", 50, "io2", 1000);

    private StorageRules() {}

    /** Whether a request may set the IOPS: every gp3 volume shows IOPS, but they can be chosen only for large ones. */
    static boolean hasChosenIops(DBInstance model, int gib) {
        if (isProvisioned(model)) {
            return true;
        }
        Gp3 rules = Gp3.of(model);
        return GP3.equals(model.storageType()) && gib >= rules.gibMin && orZero(model.iops()) >= rules.iopsMin;
    }

    static boolean hasChosenThroughput(DBInstance model, int gib) {
        return GP3.equals(model.storageType()) && hasChosenIops(model, gib) && orZero(model.storageThroughput()) > 0;
    }

    /** Whether the storage type has provisioned IOPS. */
    private static boolean isProvisioned(DBInstance model) {
        return IOPS_PER_GIB_MAX.containsKey(String.valueOf(model.storageType()));
    }

    /** Checks that RDS allows the storage type and IOPS of an instance with another storage size. */
    static void check(DBInstance model, int gib, Objections objections) {
        String name = model.dbInstanceIdentifier();
        if ("standard".equals(model.storageType()) && gib > MAGNETIC_GIB_MAX) {
            objections.add(
                    name + " has magnetic storage, which is limited to " + MAGNETIC_GIB_MAX
                            + " GiB, and its replacement has the source's " + gib + " GiB.",
                    modifyAdvice(name, "--storage-type gp3"));
        }
        if (isProvisioned(model)) {
            checkProvisioned(model, gib, objections);
        }
    }

    private static void checkProvisioned(DBInstance model, int gib, Objections objections) {
        String name = model.dbInstanceIdentifier();
        String type = model.storageType();
        boolean sqlServer = isSqlServer(model);
        int gibMin = sqlServer ? 20 : 100;
        if (gib < gibMin) {
            objections.add(
                    name + " has storage of type " + type + ", which needs at least " + gibMin
                            + " GiB, and its replacement has the source's " + gib + " GiB.",
                    modifyAdvice(name, "--storage-type gp3"));
            return;
        }
        int perTwoGib = sqlServer && type.equals("io1") ? 2 : 1;
        long fewest = Math.max(PROVISIONED_IOPS_MIN, ((long) gib * perTwoGib + 1) / 2);
        long most = (long) gib * Optional.ofNullable(IOPS_PER_GIB_MAX.get(type)).orElseThrow();
        int iops = orZero(model.iops());
        if (iops < fewest || iops > most) {
            objections.add(
                    String.format(
                            Locale.ROOT,
                            "%s has %d IOPS, and its replacement has the source's %d GiB of storage: with type %s RDS"
                                    + " allows %d to %d IOPS for that size.",
                            name,
                            iops,
                            gib,
                            type,
                            fewest,
                            most),
                    modifyAdvice(name, "--iops " + (iops < fewest ? fewest : most))
                            + "; or another type: --storage-type gp3");
        }
    }

    private static String modifyAdvice(String name, String change) {
        return "Change the target: aws rds modify-db-instance --db-instance-identifier " + name + " " + change
                + " --apply-immediately";
    }

    private static boolean isSqlServer(DBInstance model) {
        return engine(model).startsWith("sqlserver");
    }

    private static String engine(DBInstance model) {
        return Optional.ofNullable(model.engine()).orElse("");
    }

    private static int orZero(@Nullable Integer value) {
        return Optional.ofNullable(value).orElse(0);
    }

    /** The storage size from which the IOPS of gp3 can be chosen, and the lowest number to choose. */
    private record Gp3(int gibMin, int iopsMin) {

        private static final Gp3 SQL_SERVER = new Gp3(20, 3_000);
        private static final Gp3 ORACLE = new Gp3(200, 12_000);
        private static final Gp3 OTHERS = new Gp3(400, 12_000);

        static Gp3 of(DBInstance model) {
            if (isSqlServer(model)) {
                return SQL_SERVER;
            }
            return engine(model).startsWith("oracle") ? ORACLE : OTHERS;
        }
    }
}
