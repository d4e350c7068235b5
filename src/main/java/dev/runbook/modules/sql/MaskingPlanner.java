package dev.runbook.modules.sql;

import dev.runbook.modules.ModuleException;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.CatalogueReader;
import dev.runbook.modules.sql.catalogue.UncoveredDatabases;
import dev.runbook.modules.sql.rules.Classifier;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.rules.KeyedRules;
import dev.runbook.modules.sql.rules.MaskKey;
import dev.runbook.modules.sql.rules.PriorMasking;
import dev.runbook.modules.sql.rules.RulesFile;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.modules.sql.rules.ValueValidator;
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
final class MaskingPlanner {

    private final PlanningContext context;
    private final Instance clone;
    private final MaskKey key;
    private final String digest;

    MaskingPlanner(PlanningContext context, Instance clone, MaskKey key, String digest) {
        this.context = context;
        this.clone = clone;
        this.key = key;
        this.digest = digest;
    }

    List<DatabaseMasking> plan(Map<String, RulesFile> files) throws ModuleException, PortException {
        List<DatabaseMasking> maskings = new ArrayList<>();
        Problems problems = new Problems();
        List<UncoveredDatabases.UncoveredDatabase> uncovered = List.of();
        for (Map.Entry<String, RulesFile> file : files.entrySet()) {
            KeyedRules rules = new KeyedRules(file.getValue().rules(), key, digest, files.keySet());
            ClassifiedCatalogue classified =
                    readFromBest(file.getKey(), (session, location) -> read(session, location, rules, problems));
            uncovered = UncoveredDatabases.findUncovered(
                    classified.catalogue(),
                    files.keySet(),
                    database -> readFromBest(database, (session, location) -> readCatalogue(session, location)));
            maskings.add(masking(file.getKey(), rules, classified));
        }
        refuseUncovered(uncovered);
        if (!problems.isEmpty()) {
            throw ModuleException.invalidFile(problems.toSortedList());
        }
        return maskings;
    }

    /** Maskings that can only open their databases; no catalogue is read. */
    List<DatabaseMasking> withoutCatalogue(Map<String, RulesFile> files) {
        List<DatabaseMasking> maskings = new ArrayList<>();
        files.forEach((database, file) -> maskings.add(new DatabaseMasking(
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

    private DatabaseMasking masking(String database, KeyedRules rules, ClassifiedCatalogue classified) {
        Catalogue catalogue = classified.catalogue();
        List<Catalogue.ForeignKey> touched = catalogue.foreignKeys().stream()
                .filter(foreign -> classified.tables().stream().anyMatch(mask -> isTouched(mask, foreign)))
                .toList();
        return new DatabaseMasking(
                clone,
                database,
                context.refresh().source().tls(),
                rules,
                classified.tables(),
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
                || mask.maskedColumns().stream()
                        .map(maskedColumn -> maskedColumn.column().name())
                        .anyMatch(name -> (source && foreign.sourceColumns().contains(name))
                                || (target && foreign.targetColumns().contains(name)));
    }

    private static void refuseUncovered(List<UncoveredDatabases.UncoveredDatabase> uncovered) throws ModuleException {
        if (!uncovered.isEmpty()) {
            String name = uncovered.get(0).database();
            throw ModuleException.failure(
                    "no rules for "
                            + uncovered.stream()
                                    .map(UncoveredDatabases.UncoveredDatabase::toString)
                                    .collect(Collectors.joining("; "))
                            + "; it would stay unmasked in the clone",
                    "add a rules file for every database: rules: {" + name + ": sql/" + name
                            + ".yml, ...}; or drop unused databases and tables in the source");
        }
    }

    private ClassifiedCatalogue read(
            Database.Session session, CatalogueLocation location, KeyedRules rules, Problems problems)
            throws ModuleException, PortException {
        PriorMasking prior = location.isClone() ? PriorMasking.read(session) : PriorMasking.none();
        refuseOtherKey(prior);
        Catalogue catalogue = readCatalogue(session, location);
        var database = new Classifier.DatabaseState(catalogue, prior, new ValueValidator.ServerValueValidator(session));
        List<TableMask> tables = new Classifier(rules.rules(), database, problems).classify();
        refuseOtherWork(prior, tables);
        return new ClassifiedCatalogue(catalogue, tables);
    }

    private Catalogue readCatalogue(Database.Session session, CatalogueLocation location) throws PortException {
        String master = clone.masterUser().orElse("");
        return location.isClone() ? CatalogueReader.readClone(session, master) : CatalogueReader.read(session, master);
    }

    /** Runs the work in the best location that answers. */
    private <T> T readFromBest(String database, CatalogueWork<T> work) throws ModuleException, PortException {
        Optional<PortException> failure = Optional.empty();
        for (CatalogueLocation location : locations(database)) {
            try (Database.Session session = context.database().openReadOnly(location.address())) {
                return work.run(session, location);
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
                    "restore that key, or " + SqlMask.discardAdvice(clone));
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
                            + SqlMask.discardAdvice(clone));
        }
    }

    /** The locations of the catalogue, the best first. The clone has the catalogue user of the source. */
    private List<CatalogueLocation> locations(String database) throws PortException {
        List<CatalogueLocation> places = new ArrayList<>();
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
                places.add(new CatalogueLocation(DatabaseMasking.address(clone, database, master, source.tls()), true));
            }
            if (login.isPresent()) {
                places.add(new CatalogueLocation(
                        DatabaseMasking.address(clone, database, login.get(), source.tls()), true));
            }
        }
        Optional<Instance> production = context.world().instance(source.instance());
        if (login.isPresent() && production.isPresent()) {
            places.add(new CatalogueLocation(
                    DatabaseMasking.address(production.get(), database, login.get(), source.tls()), false));
        }
        return places;
    }

    /** A catalogue and its classified tables. */
    private record ClassifiedCatalogue(Catalogue catalogue, List<TableMask> tables) {
        private ClassifiedCatalogue {
            tables = List.copyOf(tables);
        }
    }

    /** Work in a read-only session. */
    @FunctionalInterface
    private interface CatalogueWork<T> {
        T run(Database.Session session, CatalogueLocation location) throws ModuleException, PortException;
    }

    /** A database from which the catalogue can be read. */
    private record CatalogueLocation(DatabaseAddress address, boolean isClone) {}
}
