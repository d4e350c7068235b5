package dev.runbook.modules;

import dev.runbook.port.DatabaseAddress;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.yaml.Glob;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One refresh of one pair: its source, its target and the names of its instances.
 *
 * @param id the id of the run that started the refresh; {@link #ID_WHEN_RUN} in a check of a refresh not yet started
 * @param pair name of the pair
 * @param quarantine security groups of a clone until it is swapped in; empty if the inventory names none
 * @param protectedInstances identifiers of instances that must not be changed: protected ones and every pair's source
 * @param copies the pair's bucket copies
 */
public record Refresh(
        String id,
        String pair,
        RefreshSide source,
        RefreshSide target,
        NamePrefixes namePrefixes,
        List<String> quarantine,
        Set<InstanceId> protectedInstances,
        List<BucketCopy> copies) {

    public static final String ID_WHEN_RUN = "<known when run>";

    public Refresh {
        quarantine = List.copyOf(quarantine);
        protectedInstances = Set.copyOf(protectedInstances);
        copies = List.copyOf(copies);
    }

    /** The name prefixes of new and old instances during a refresh. */
    public record NamePrefixes(String temporaryPrefix, String oldPrefix) {

        public InstanceId temporaryName(InstanceId target) {
            return target.withPrefix(temporaryPrefix);
        }

        public InstanceId oldName(InstanceId target) {
            return target.withPrefix(oldPrefix);
        }
    }

    /**
     * One side of a pair.
     *
     * @param account name of the account in the inventory
     * @param databases names of the databases on the instance; connections use the first one
     * @param login login of the instance's owner; empty if the inventory has none
     * @param catalogueLogin read-only login for reading the catalogue; empty if the inventory has none
     */
    public record RefreshSide(
            InstanceId instance,
            String account,
            List<String> databases,
            Optional<DatabaseLogin> login,
            Optional<DatabaseLogin> catalogueLogin,
            DatabaseAddress.TlsMode tls) {
        public RefreshSide {
            databases = List.copyOf(databases);
        }
    }

    /** A database user and its password. */
    public record DatabaseLogin(String user, Password password) {}

    /** A bucket copy of the inventory. */
    public record BucketCopy(BucketPath source, BucketPath target, CopyRules rules) {}

    /**
     * A bucket, or a prefix in it.
     *
     * @param prefix empty for the whole bucket; otherwise ends in {@code /}
     */
    public record BucketPath(String account, String bucket, String prefix) {}

    /**
     * Which objects a copy includes and deletes.
     *
     * @param include globs on the key below the prefix; empty includes all keys
     * @param delete whether to delete objects that the source does not have
     * @param deleteMax maximum number of deletions; if there are more, the copy is refused and none is deleted
     * @param serverSide whether the target's credentials can also read the source in another account
     */
    public record CopyRules(
            List<Glob> include, List<Glob> exclude, boolean delete, Optional<Long> deleteMax, boolean serverSide) {
        public CopyRules {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
        }
    }
}
