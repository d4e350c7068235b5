package dev.runbook.modules.sql;

import dev.runbook.modules.ModuleException;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
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
import java.util.stream.Collectors;

/**
 * Plans the maskings of a clone from the rules files and the catalogue: the clone's if it can be read, otherwise the
 * source's.
 */
final class Maskings {

    private final PlanningContext context;
    private final Instance clone;
    private final MaskKey key;
    private final String digest;

    Maskings(PlanningContext context, Instance clone, MaskKey key, String digest) {
        this.context = context;
        this.clone = clone;
        this.key = key;
        this.digest = digest;
    }

    List<Masking> of(Map<String, RulesFile> files) throws ModuleException, PortException {
        List<Masking> maskings = new ArrayList<>();
        Problems problems = new Problems();
        List<OtherDatabases.Held> uncovered = List.of();
        for (Map.Entry<String, RulesFile> file : files.entrySet()) {
            KeyedRules rules = new KeyedRules(file.getValue().rules(), key, digest, files.keySet());
            Read read = reading(file.getKey(), (session, place) -> read(session, place, rules, problems));
            uncovered = OtherDatabases.held(
                    read.catalogue(),
                    files.keySet(),
                    database -> reading(database, (session, place) -> catalogue(session, place)));
            maskings.add(masking(file.getKey(), rules, read));
        }
        refuse(uncovered);
        if (!problems.isEmpty()) {
            throw ModuleException.invalidFile(problems.sorted());
        }
        return maskings;
    }

    /** Maskings that can only open their databases; no catalogue is read. */
    List<Masking> unread(Map<String, RulesFile> files) {
        List<Masking> maskings = new ArrayList<>();
        files.forEach((database, file) -> maskings.add(new Masking(
                clone,
                database,
                context.refresh().source().tls(),
                new KeyedRules(file.rules(), key, digest, files.keySet()),
                List.of(),
                List.of(),
                List.of(),
                false)));
        return maskings;
    }

    private Masking masking(String database, KeyedRules rules, Read read) {
        Catalogue catalogue = read.catalogue();
        List<Catalogue.ForeignKey> touched = catalogue.foreignKeys().stream()
                .filter(foreign -> read.tables().stream().anyMatch(mask -> isTouched(mask, foreign)))
                .toList();
        return new Masking(
                clone,
                database,
                context.refresh().source().tls(),
                rules,
                read.tables(),
                touched,
                catalogue.views(),
                catalogue.recordsStatements());
    }

    /** Whether a foreign key is on masked columns, or rows on either side are deleted. */
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

    private static void refuse(List<OtherDatabases.Held> uncovered) throws ModuleException {
        if (!uncovered.isEmpty()) {
            String name = uncovered.get(0).database();
            throw ModuleException.failure(
                    "no rules for "
                            + uncovered.stream()
                                    .map(OtherDatabases.Held::toString)
                                    .collect(Collectors.joining("; "))
                            + "; it would stay unmasked in the clone",
                    "add a rules file for every database: rules: {" + name + ": sql/" + name
                            + ".yml, ...}; or drop unused databases and tables in the source");
        }
    }

    private Read read(Database.Session session, Place place, KeyedRules rules, Problems problems)
            throws ModuleException, PortException {
        PriorMasking prior = place.ofClone() ? PriorMasking.read(session) : PriorMasking.nothing();
        refuseOtherKey(prior);
        Catalogue catalogue = catalogue(session, place);
        var database = new Classifier.DatabaseState(catalogue, prior, new ValueTrial.OnServer(session));
        List<TableMask> tables = new Classifier(rules.rules(), database, problems).classify();
        refuseOtherWork(prior, tables);
        return new Read(catalogue, tables);
    }

    private Catalogue catalogue(Database.Session session, Place place) throws PortException {
        String master = clone.masterUser().orElse("");
        return place.ofClone() ? CatalogueReader.readClone(session, master) : CatalogueReader.read(session, master);
    }

    /** Runs the work in the best location that answers. */
    private <T> T reading(String database, Reading<T> work) throws ModuleException, PortException {
        Optional<PortException> failure = Optional.empty();
        for (Place place : places(database)) {
            try (Database.Session session = context.database().openReadOnly(place.address())) {
                return work.in(session, place);
            } catch (PortException e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent() && failure.get().kind() == PortException.Kind.RETRYABLE) {
            throw failure.get();
        }
        String source = context.refresh().source().instance().name();
        throw ModuleException.failure(
                "cannot check that every column of " + database + " is classified: the catalogue of " + source
                        + " cannot be read"
                        + failure.map(error -> " (" + error.getMessage() + ")").orElse(""),
                "add a login of the source to the inventory: catalogue: {user: ..., password: \"{{ lookup('secret', ...) }}\"};"
                        + " it needs only the CONNECT privilege");
    }

    /** Rows of one table that are masked with different keys could not be told apart later. */
    private void refuseOtherKey(PriorMasking prior) throws ModuleException {
        if (prior.keyId().filter(id -> !id.equals(key.id())).isPresent()) {
            throw ModuleException.refusal(
                    "the masking of " + clone.id() + " was started with another key",
                    "restore that key, or " + SqlMask.discard(clone));
        }
    }

    /** Rules may become stricter while a clone is being masked, but masked values cannot be restored. */
    private void refuseOtherWork(PriorMasking prior, List<TableMask> tables) throws ModuleException {
        List<String> obstacles = new ArrayList<>();
        for (TableMask mask : tables) {
            prior.obstacle(mask).ifPresent(why -> obstacles.add(mask.table().id() + ": " + why));
        }
        if (!obstacles.isEmpty()) {
            throw ModuleException.refusal(
                    "the masking of " + clone.id() + " was started with other rules and cannot continue with these: "
                            + String.join("; ", obstacles),
                    "restore those rules (kept columns may become masked, and masked ones null or literal), or "
                            + SqlMask.discard(clone));
        }
    }

    /** The locations of the catalogue, the best first. The clone has the catalogue user of the source. */
    private List<Place> places(String database) throws PortException {
        List<Place> places = new ArrayList<>();
        Refresh.RefreshSide source = context.refresh().source();
        Optional<Refresh.DatabaseLogin> login = source.catalogueLogin();
        boolean exists = !clone.resourceId().isPredicted()
                && clone.isAvailable()
                && clone.address().isPresent();
        if (exists) {
            Optional<Password> password = context.vault().password(clone.resourceId());
            if (password.isPresent() && context.purpose() == PlanningContext.Purpose.RUN) {
                Refresh.DatabaseLogin master =
                        new Refresh.DatabaseLogin(clone.masterUser().orElse(""), password.get());
                places.add(new Place(Masking.address(clone, database, master, source.tls()), true));
            }
            if (login.isPresent()) {
                places.add(new Place(Masking.address(clone, database, login.get(), source.tls()), true));
            }
        }
        Optional<Instance> production = context.world().instance(source.instance());
        if (login.isPresent() && production.isPresent()) {
            places.add(new Place(Masking.address(production.get(), database, login.get(), source.tls()), false));
        }
        return places;
    }

    /** A catalogue and its classified tables. */
    private record Read(Catalogue catalogue, List<TableMask> tables) {
        private Read {
            tables = List.copyOf(tables);
        }
    }

    /** Work in a read-only session. */
    @FunctionalInterface
    private interface Reading<T> {
        T in(Database.Session session, Place place) throws ModuleException, PortException;
    }

    /** A database from which the catalogue can be read. */
    private record Place(DatabaseAddress address, boolean ofClone) {}
}
