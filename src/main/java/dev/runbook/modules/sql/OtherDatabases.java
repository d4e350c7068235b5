package dev.runbook.modules.sql;

import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Databases of the server without rules: they are part of the clone, so they must be empty. */
final class OtherDatabases {

    private static final int NAMED = 3;

    /** Reads the catalogue of a database. */
    @FunctionalInterface
    interface Reading<E extends Exception> {
        Catalogue of(String database) throws PortException, E;
    }

    private OtherDatabases() {}

    /** Describes the contents of each; empty if there is nothing to mask. */
    static <E extends Exception> List<Held> held(Catalogue catalogue, Set<String> covered, Reading<E> reading)
            throws PortException, E {
        List<Held> held = new ArrayList<>();
        for (Catalogue.Database database : catalogue.databases()) {
            if (covered.contains(database.name())) {
                continue;
            }
            if (database.takesConnections()) {
                words(reading.of(database.name())).ifPresent(what -> held.add(new Held(database.name(), what)));
            } else {
                held.add(new Held(database.name(), "it accepts no connections, so its contents cannot be checked"));
            }
        }
        return held;
    }

    private static Optional<String> words(Catalogue catalogue) {
        List<String> names = new ArrayList<>();
        catalogue.tables().stream().filter(Table::needsRules).forEach(table -> names.add(table.id()));
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
    record Held(String database, String what) {
        @Override
        public String toString() {
            return database + ": " + what;
        }
    }
}
