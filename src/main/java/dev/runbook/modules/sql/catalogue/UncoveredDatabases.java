package dev.runbook.modules.sql.catalogue;

import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Databases of the server without rules: they are part of the clone, so they must be empty. */
public final class UncoveredDatabases {

    private static final int NAMED = 3;

    /** Reads the catalogue of a database. */
    @FunctionalInterface
    public interface CatalogueSource<E extends Exception> {
        Catalogue readCatalogue(String database) throws PortException, E;
    }

    private UncoveredDatabases() {}

    /** Describes the contents of each; empty if there is nothing to mask. */
    public static <E extends Exception> List<UncoveredDatabase> findUncovered(
            Catalogue catalogue, Set<String> covered, CatalogueSource<E> reading) throws PortException, E {
        List<UncoveredDatabase> held = new ArrayList<>();
        for (Catalogue.ServerDatabase database : catalogue.databases()) {
            if (covered.contains(database.name())) {
                continue;
            }
            if (database.takesConnections()) {
                describeContents(reading.readCatalogue(database.name()))
                        .ifPresent(what -> held.add(new UncoveredDatabase(database.name(), what)));
            } else {
                held.add(new UncoveredDatabase(
                        database.name(), "it accepts no connections, so its contents cannot be checked"));
            }
        }
        return held;
    }

    private static Optional<String> describeContents(Catalogue catalogue) {
        List<String> names = new ArrayList<>();
        catalogue.tables().stream().filter(CatalogueTable::needsRules).forEach(table -> names.add(table.id()));
        catalogue.views().forEach(view -> names.add(view.name().id()));
        if (catalogue.largeObjects() > 0) {
            names.add(catalogue.largeObjects() + " large objects");
        }
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return Optional.of(
                "it holds " + first + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : ""));
    }

    /** A database that needs rules or must be dropped. */
    public record UncoveredDatabase(String database, String contents) {
        @Override
        public String toString() {
            return database + ": " + contents;
        }
    }
}
