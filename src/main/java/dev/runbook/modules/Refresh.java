package dev.runbook.modules;

import dev.runbook.port.DatabaseAddress;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.yaml.Glob;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One refresh of one pair: who gets whose data, and under which names.
 *
 * @param id the id of the run that started the refresh; {@link #ID_WHEN_RUN} in a check of a refresh not yet started
 * @param pair name of the pair
 * @param quarantine security groups a clone sits in until it is swapped in; empty when the inventory names none
 * @param shielded identifiers of instances that must not be changed: protected ones and every pair's source
 * @param copies the pair's bucket copies
 */
public record Refresh(
        String id,
        String pair,
        Side source,
        Side target,
        Names names,
        List<String> quarantine,
        Set<InstanceId> shielded,
        List<Copy> copies) {

    public static final String ID_WHEN_RUN = "<known when run>";

    public Refresh {
        quarantine = List.copyOf(quarantine);
        shielded = Set.copyOf(shielded);
        copies = List.copyOf(copies);
    }

    /** The prefixes of the instances that stand beside the target during a refresh. */
    public record Names(String temporaryPrefix, String oldPrefix) {

        public InstanceId temporary(InstanceId target) {
            return target.aside(temporaryPrefix);
        }

        public InstanceId old(InstanceId target) {
            return target.aside(oldPrefix);
        }
    }

    /**
     * One side of a pair.
     *
     * @param account name of the account in the inventory
     * @param databases database names on the instance, the first is the one to connect to
     * @param login how to connect as the instance's owner; empty when the inventory does not say
     * @param catalogue a read-only login for the catalogue; empty when the inventory does not say
     */
    public record Side(
            InstanceId instance,
            String account,
            List<String> databases,
            Optional<Login> login,
            Optional<Login> catalogue,
            DatabaseAddress.Tls tls) {
        public Side {
            databases = List.copyOf(databases);
        }
    }

    /** A database user with the password. */
    public record Login(String user, Password password) {}

    /** A bucket copy of the inventory. */
    public record Copy(Place source, Place target, CopyRules rules) {}

    /**
     * A part of a bucket.
     *
     * @param prefix empty for the whole bucket; otherwise ends in {@code /}
     */
    public record Place(String account, String bucket, String prefix) {}

    /**
     * What a copy takes along.
     *
     * @param include on the key below the prefix; empty means everything
     * @param delete whether objects that the source does not have are deleted
     * @param deleteMax how many may be deleted at most; more is refused before the first
     * @param serverSide whether the target's credentials may read the source too, though the accounts differ
     */
    public record CopyRules(
            List<Glob> include, List<Glob> exclude, boolean delete, Optional<Long> deleteMax, boolean serverSide) {
        public CopyRules {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
        }
    }
}
