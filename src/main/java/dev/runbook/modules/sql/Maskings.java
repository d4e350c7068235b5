package dev.runbook.modules.sql;

import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.View;
import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.Password;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds the rules files against the catalogue: the clone's when it can be read already, otherwise the source's. */
final class Maskings {

    private final View view;
    private final Instance clone;
    private final MaskKey key;
    private final String digest;

    Maskings(View view, Instance clone, MaskKey key, String digest) {
        this.view = view;
        this.clone = clone;
        this.key = key;
        this.digest = digest;
    }

    List<Masking> of(Map<String, RulesFile> files) throws ModuleException, PortException {
        List<Masking> maskings = new ArrayList<>();
        Problems problems = new Problems();
        for (Map.Entry<String, RulesFile> file : files.entrySet()) {
            Catalogue catalogue = catalogue(file.getKey());
            refuseUncovered(catalogue, files);
            maskings.add(masking(file.getKey(), file.getValue().rules(), catalogue, problems));
        }
        if (!problems.isEmpty()) {
            throw ModuleException.of(problems.sorted());
        }
        return maskings;
    }

    /** Enough of a masking to open its database; no catalogue is read. */
    List<Masking> unread(Map<String, RulesFile> files) {
        List<Masking> maskings = new ArrayList<>();
        files.forEach((database, file) -> maskings.add(new Masking(
                clone,
                database,
                view.refresh().source().tls(),
                file.rules(),
                key,
                digest,
                List.of(),
                List.of(),
                List.of())));
        return maskings;
    }

    private Masking masking(String database, MaskRules rules, Catalogue catalogue, Problems problems) {
        List<TableMask> tables = new Classifier(rules, catalogue, problems).classify();
        List<Catalogue.ForeignKey> touched = catalogue.foreignKeys().stream()
                .filter(foreign -> tables.stream().anyMatch(mask -> isTouched(mask, foreign)))
                .toList();
        return new Masking(
                clone, database, view.refresh().source().tls(), rules, key, digest, tables, touched, catalogue.views());
    }

    /** A key on masked columns, or one whose rows on either side were deleted. */
    private static boolean isTouched(TableMask mask, Catalogue.ForeignKey foreign) {
        boolean source = mask.table().id().equals(foreign.sourceTable());
        boolean target = mask.table().id().equals(foreign.targetTable());
        if (!source && !target) {
            return false;
        }
        return mask.deleteWhere().isPresent()
                || mask.masked().stream()
                        .map(masked -> masked.column().name())
                        .anyMatch(name -> (source && foreign.sourceColumns().contains(name))
                                || (target && foreign.targetColumns().contains(name)));
    }

    private void refuseUncovered(Catalogue catalogue, Map<String, RulesFile> files) throws ModuleException {
        List<String> uncovered = catalogue.databases().stream()
                .filter(name -> !files.containsKey(name))
                .toList();
        if (!uncovered.isEmpty()) {
            throw ModuleException.failed(
                    "no rules for " + String.join(", ", uncovered) + ", which would come along unmasked",
                    "give every database its rules file: rules: {" + uncovered.get(0) + ": sql/" + uncovered.get(0)
                            + ".yml, ...}");
        }
    }

    private Catalogue catalogue(String database) throws ModuleException, PortException {
        Optional<PortException> failure = Optional.empty();
        for (Place place : places(database)) {
            try (Database.Session session = view.database().openReadOnly(place.address())) {
                if (place.ofClone()) {
                    refuseOtherRules(session);
                }
                return CatalogueReader.read(session);
            } catch (PortException e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent() && failure.get().kind() == PortException.Kind.RETRYABLE) {
            throw failure.get();
        }
        String source = view.refresh().source().instance().name();
        throw ModuleException.failed(
                "nobody can tell whether every column of " + database + " is classified: the catalogue of " + source
                        + " cannot be read"
                        + failure.map(error -> " (" + error.getMessage() + ")").orElse(""),
                "give the source a login in the inventory: catalogue: {user: ..., password: \"{{ lookup('secret', ...) }}\"};"
                        + " it needs no right but to connect");
    }

    /** Half a table masked with one key and half with another could not be told apart later. */
    private void refuseOtherRules(Database.Session session) throws ModuleException, PortException {
        boolean readable = !session.query(
                        "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE n.nspname = '_runbook' AND c.relname = 'rules'"
                                + " AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')",
                        List.of())
                .isEmpty();
        if (!readable) {
            return;
        }
        for (List<Optional<String>> begun : session.query("SELECT digest FROM _runbook.rules", List.of())) {
            if (!begun.get(0).equals(Optional.of(digest))) {
                throw ModuleException.refused(
                        "the masking of " + clone.id() + " was begun with other rules or another key",
                        "put those back, or delete the clone and start a new refresh");
            }
        }
    }

    /** Where a catalogue may be read, the best first. The catalogue user came along with the clone's data. */
    private List<Place> places(String database) throws PortException {
        List<Place> places = new ArrayList<>();
        Refresh.Side source = view.refresh().source();
        Optional<Refresh.Login> login = source.catalogue();
        boolean exists = !clone.resourceId().isPredicted()
                && clone.isAvailable()
                && clone.address().isPresent();
        if (exists) {
            Optional<Password> password = view.vault().password(clone.resourceId());
            if (password.isPresent() && view.purpose() == View.Purpose.RUN) {
                Refresh.Login master = new Refresh.Login(clone.masterUser().orElse(""), password.get());
                places.add(new Place(Masking.address(clone, database, master, source.tls()), true));
            }
            if (login.isPresent()) {
                places.add(new Place(Masking.address(clone, database, login.get(), source.tls()), true));
            }
        }
        Optional<Instance> production = view.world().instance(source.instance());
        if (login.isPresent() && production.isPresent()) {
            places.add(new Place(Masking.address(production.get(), database, login.get(), source.tls()), false));
        }
        return places;
    }

    /** A database with the catalogue in question. */
    private record Place(DatabaseAddress address, boolean ofClone) {}
}
