package dev.runbook.modules.sql.rules;

import dev.runbook.modules.Progress;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Address;
import dev.runbook.world.Instance;
import dev.runbook.world.Password;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The masking of one database of a clone: its address, its rules and key, and the resulting work.
 *
 * @param instance the clone at planning time; it has no endpoint if it is only predicted
 * @param foreignKeys the foreign keys with changed rows on either side
 * @param recordsStatements whether the server stores statement texts
 */
public record DatabaseMasking(
        Instance instance,
        String database,
        DatabaseAddress.TlsMode tls,
        KeyedRules rules,
        List<TableMask> tables,
        List<Catalogue.ForeignKey> foreignKeys,
        List<Catalogue.MaterializedView> views,
        boolean recordsStatements) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    public DatabaseMasking {
        tables = List.copyOf(tables);
        foreignKeys = List.copyOf(foreignKeys);
        views = List.copyOf(views);
    }

    /** Done if the clone has the tag of these rules, otherwise needed. */
    public Progress progress(World world) {
        Optional<Instance> found = world.instance(instance.resourceId());
        if (found.isEmpty()) {
            return Progress.failed(instance.id() + " is gone");
        }
        return found.get().refreshTags().filter(this::hasMaskedTag).isPresent() ? Progress.done() : Progress.needed();
    }

    private boolean hasMaskedTag(RefreshTags refreshTags) {
        boolean masked =
                refreshTags.state() == RefreshTags.State.MASKED || refreshTags.state() == RefreshTags.State.LIVE;
        return masked && refreshTags.rules().equals(Optional.of(rules.digest()));
    }

    public Database.Session open(Ports ports) throws PortException {
        return KeyedSession.of(ports.database().open(address(ports, database)), rules.key());
    }

    public Database.Session openReadOnly(Ports ports) throws PortException {
        return KeyedSession.of(ports.database().openReadOnly(address(ports, database)), rules.key());
    }

    /** Opens another database of the same server, to read its catalogue. */
    public Database.Session openOther(Ports ports, String other) throws PortException {
        return ports.database().openReadOnly(address(ports, other));
    }

    public String masterUser() {
        return instance.masterUser().orElse("");
    }

    /** The name of a table in messages. */
    public String qualifiedName(TableMask table) {
        return database + ": " + table.table().id();
    }

    private DatabaseAddress address(Ports ports, String name) throws PortException {
        Optional<Password> password = ports.passwords().password(instance.resourceId());
        if (password.isEmpty()) {
            throw new PortException(
                    PortException.Kind.DENIED,
                    "sql:connect " + instance.id(),
                    "the password of " + instance.id()
                            + " is not available to this process; run again to set a new one");
        }
        return address(instance, name, new Refresh.DatabaseLogin(masterUser(), password.get()), tls);
    }

    public static DatabaseAddress address(
            Instance instance, String database, Refresh.DatabaseLogin login, DatabaseAddress.TlsMode tls)
            throws PortException {
        Optional<Address> place = instance.address();
        if (place.isEmpty()) {
            throw new PortException(
                    PortException.Kind.WRONG_STATE, "sql:connect " + instance.id(), "it has no endpoint yet");
        }
        return new DatabaseAddress(
                instance.engine(),
                place.get().host(),
                place.get().port(),
                database,
                login.user(),
                login.password(),
                tls,
                CONNECT_TIMEOUT);
    }
}
