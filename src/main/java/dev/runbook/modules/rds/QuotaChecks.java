package dev.runbook.modules.rds;

import dev.runbook.modules.View;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.Quota;
import java.util.List;
import java.util.Optional;

/**
 * Checks that the account's quotas allow the instances of a refresh: until the cleanup the new tree exists beside the old one.
 *
 * @param replicated whether the source gets one more replica until the promotion
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html">Quotas and constraints for Amazon
 *     RDS</a>
 */
record QuotaChecks(TargetTree tree, Instance source, boolean replicated, List<Quota> quotas) {

    private static final String ADVICE =
            "Delete what is no longer needed, or request a higher quota in Service Quotas"
                    + " (`aws service-quotas list-service-quotas --service-code rds` shows its code).";

    QuotaChecks {
        quotas = List.copyOf(quotas);
    }

    /**
     * Reads the quotas. If RDS denies or does not support that, only warns, because RDS enforces them anyway.
     *
     * @throws PortException of another kind than DENIED and BROKEN, as thrown by the port
     */
    static List<Quota> of(View view) throws PortException {
        try {
            return view.quotas();
        } catch (PortException e) {
            if (e.kind() == PortException.Kind.DENIED || e.kind() == PortException.Kind.BROKEN) {
                view.warn("Whether the account has room for the new instances is not checked: " + e.getMessage()
                        + ". Allow rds:DescribeAccountAttributes to check it.");
                return List.of();
            }
            throw e;
        }
    }

    void into(Findings findings) {
        long made = tree.places().stream()
                .filter(place -> place.successor().isEmpty())
                .count();
        long each = Optional.ofNullable(source.description().allocatedStorage()).orElse(0);
        quota(Quota.INSTANCES).ifPresent(quota -> room(quota, made, " instances", findings));
        quota(Quota.STORAGE).ifPresent(quota -> room(quota, made * each, " GiB of storage", findings));
        if (replicated) {
            quota(Quota.REPLICAS).ifPresent(quota -> replicas(quota, findings));
        }
    }

    private Optional<Quota> quota(String name) {
        return quotas.stream().filter(quota -> quota.name().equals(name)).findFirst();
    }

    private static void room(Quota quota, long more, String what, Findings findings) {
        if (more > 0 && quota.used() + more > quota.max()) {
            findings.add(
                    "The refresh needs " + more + what + " in addition until its cleanup, and the account has "
                            + quota.used() + " of at most " + quota.max() + " (quota " + quota.name() + ").",
                    ADVICE);
        }
    }

    private void replicas(Quota quota, Findings findings) {
        int present = source.replicaNames().size()
                + source.description().readReplicaDBClusterIdentifiers().size();
        if (present + 1 > quota.max()) {
            findings.add(
                    "The source " + source.id() + " has " + present + " replicas, and the account allows " + quota.max()
                            + " (quota " + quota.name() + "): the clone cannot be another one.",
                    "Use `method: snapshot`, or request a higher quota in Service Quotas.");
        }
    }
}
