package dev.runbook.modules.rds;

import dev.runbook.modules.View;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.Quota;
import java.util.List;
import java.util.Optional;

/**
 * Finds whether the account has room for what a refresh makes: until the cleanup the new tree stands beside the old one.
 *
 * @param replicated whether the source gets one more replica for a while
 */
record QuotaChecks(TargetTree tree, Instance source, boolean replicated, List<Quota> quotas) {

    private static final String ADVICE =
            "Delete what nothing needs any more, or ask for a higher quota in Service Quotas"
                    + " (`aws service-quotas list-service-quotas --service-code rds` tells its code).";

    QuotaChecks {
        quotas = List.copyOf(quotas);
    }

    /** What the quotas tell; where they cannot be read, a warning and nothing more: RDS itself keeps them. */
    static List<Quota> of(View view) throws PortException {
        try {
            return view.quotas();
        } catch (PortException e) {
            if (e.kind() == PortException.Kind.DENIED || e.kind() == PortException.Kind.BROKEN) {
                view.warn("Whether the account has room for the new instances is not checked: " + e.getMessage()
                        + ". Allow rds:DescribeAccountAttributes, and a check finds it.");
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
                    "The refresh needs " + more + what + " beside what there is until its cleanup, and the account has "
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
                            + " (quota " + quota.name() + "): the clone cannot become one more.",
                    "Use `method: snapshot`, or ask for a higher quota in Service Quotas.");
        }
    }
}
