package dev.runbook.modules.rds;

import dev.runbook.modules.PlanningContext;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.Quota;
import java.util.List;
import java.util.Optional;

/**
 * Checks that the account's quotas allow the instances of a refresh: until the cleanup the new tree exists beside the old one.
 *
 * @param addsReplica whether the source gets one more replica until the promotion
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html">Quotas and constraints for Amazon
 *     RDS</a>
 */
record QuotaChecks(TargetTree tree, Instance source, boolean addsReplica, List<Quota> quotas) {

    private static final String ADVICE = "Delete what is no longer needed, or request a higher quota in Service Quotas"
            + " (`aws service-quotas list-service-quotas --service-code rds` shows its code).";

    QuotaChecks {
        quotas = List.copyOf(quotas);
    }

    /**
     * Reads the quotas. If RDS denies or does not support that, only warns, because RDS enforces them anyway.
     *
     * @throws PortException of another kind than DENIED and BROKEN, as thrown by the port
     */
    static List<Quota> readQuotas(PlanningContext context) throws PortException {
        try {
            return context.quotas();
        } catch (PortException e) {
            if (e.kind() == PortException.Kind.DENIED || e.kind() == PortException.Kind.BROKEN) {
                context.warn("Whether the account has room for the new instances is not checked: " + e.getMessage()
                        + ". Allow rds:DescribeAccountAttributes to check it.");
                return List.of();
            }
            throw e;
        }
    }

    void check(Objections objections) {
        long made = tree.slots().stream()
                .filter(slot -> slot.replacement().isEmpty())
                .count();
        long each = Optional.ofNullable(source.description().allocatedStorage()).orElse(0);
        quota(Quota.INSTANCES).ifPresent(quota -> checkRoom(quota, made, " instances", objections));
        quota(Quota.STORAGE).ifPresent(quota -> checkRoom(quota, made * each, " GiB of storage", objections));
        if (addsReplica) {
            quota(Quota.REPLICAS).ifPresent(quota -> checkReplicaCount(quota, objections));
        }
    }

    private Optional<Quota> quota(String name) {
        return quotas.stream().filter(quota -> quota.name().equals(name)).findFirst();
    }

    private static void checkRoom(Quota quota, long more, String what, Objections objections) {
        if (more > 0 && quota.used() + more > quota.max()) {
            objections.add(
                    "The refresh needs " + more + what + " in addition until its cleanup, and the account has "
                            + quota.used() + " of at most " + quota.max() + " (quota " + quota.name() + ").",
                    ADVICE);
        }
    }

    private void checkReplicaCount(Quota quota, Objections objections) {
        int present = source.replicaNames().size()
                + source.description().readReplicaDBClusterIdentifiers().size();
        if (present + 1 > quota.max()) {
            objections.add(
                    "The source " + source.id() + " has " + present + " replicas, and the account allows " + quota.max()
                            + " (quota " + quota.name() + "): the clone cannot be another one.",
                    "Use `method: snapshot`, or request a higher quota in Service Quotas.");
        }
    }
}
