package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.CatalogueTable;
import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.ColumnType;
import dev.runbook.modules.sql.rules.MaskRules.ColumnRule;
import dev.runbook.modules.sql.rules.MaskRules.RowAction;
import dev.runbook.modules.sql.rules.MaskRules.TableRule;
import dev.runbook.modules.sql.rules.TableMask.KeptColumn;
import dev.runbook.modules.sql.rules.TableMask.MaskedColumn;
import dev.runbook.port.PortException;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Matches a rules file with a catalogue: every column must have a rule, and every rule a column. */
public final class Classifier {

    private final MaskRules rules;
    private final Catalogue catalogue;
    private final PriorMasking prior;
    private final ValueValidator validator;
    private final Problems problems;

    /** A database: its catalogue, the work of an earlier masking, and a validator for values. */
    public record DatabaseState(Catalogue catalogue, PriorMasking prior, ValueValidator validator) {

        /** A database of which only the catalogue is known. */
        public static DatabaseState of(Catalogue catalogue) {
            return new DatabaseState(catalogue, PriorMasking.none(), ValueValidator.none());
        }
    }

    public Classifier(MaskRules rules, DatabaseState database, Problems problems) {
        this.rules = rules;
        this.catalogue = database.catalogue();
        this.prior = database.prior();
        this.validator = database.validator();
        this.problems = problems;
    }

    /** The tables to mask or verify, the largest first. Complete only if no problem was added. */
    public List<TableMask> classify() throws PortException {
        List<TableMask> masks = new ArrayList<>();
        Set<String> losing = tablesLosingRows();
        for (CatalogueTable table : catalogue.tables()) {
            if (table.needsRules() || rules.tables().containsKey(table.id())) {
                masks.add(tableMask(table, losing.contains(table.id())));
            }
        }
        rules.tables().forEach(this::reportVanished);
        if (catalogue.largeObjects() > 0 && rules.largeObjects().isEmpty()) {
            problems.add(
                    "large-objects",
                    rules.start(),
                    "the database has " + catalogue.largeObjects() + " large objects, which no table rule covers",
                    "delete them in the source, or add large_objects: {keep: <why they hold no personal data>}");
        }
        new ColumnCompatibility(catalogue, rules, validator, problems).check(masks);
        masks.sort(Comparator.<TableMask>comparingLong(mask -> -mask.table().rows())
                .thenComparing(mask -> mask.table().id()));
        return masks;
    }

    /** Tables whose rows are deleted, and those whose rows refer to them. */
    private Set<String> tablesLosingRows() {
        Set<String> losing = new HashSet<>();
        rules.tables().forEach((id, rule) -> rule.deleteWhere().ifPresent(condition -> losing.add(id)));
        boolean more = true;
        while (more) {
            more = catalogue.foreignKeys().stream()
                    .filter(key -> losing.contains(key.targetTable()))
                    .map(key -> losing.add(key.sourceTable()))
                    .reduce(false, Boolean::logicalOr);
        }
        return losing;
    }

    private TableMask tableMask(CatalogueTable table, boolean losesRows) {
        Optional<TableRule> rule = Optional.ofNullable(rules.tables().get(table.id()));
        boolean truncated =
                rule.filter(found -> found.rowAction() == RowAction.TRUNCATE).isPresent();
        List<MaskedColumn> masked = new ArrayList<>();
        List<KeptColumn> kept = new ArrayList<>();
        List<Column> missing = new ArrayList<>();
        for (Column column : truncated ? List.<Column>of() : table.columns()) {
            Optional<Mask> mask = rule.flatMap(
                            found -> Optional.ofNullable(found.columns().get(column.name())))
                    .map(ColumnRule::mask)
                    .or(() -> rules.findKeepRule(table, column));
            if (mask.isEmpty()) {
                missing.add(column);
            } else if (mask.get() instanceof Mask.KeepMask keep) {
                kept.add(new KeptColumn(column, keep));
            } else {
                masked.add(new MaskedColumn(column, mask.get()));
            }
        }
        reportUnclassified(table, rule, missing);
        Optional<String> where = rule.flatMap(TableRule::where);
        return new TableMask(
                table,
                truncated,
                rule.flatMap(TableRule::deleteWhere),
                where,
                masked,
                kept,
                prior.planPasses(
                        table.id(), masked, new WriteMethodSelector(table, masked, where, catalogue.foreignKeys())),
                losesRows);
    }

    private void reportUnclassified(CatalogueTable table, Optional<TableRule> rule, List<Column> missing) {
        for (Column column : missing) {
            String line = column.name() + ": " + suggestion(column);
            problems.add(
                    "unclassified-column",
                    rule.map(TableRule::position).orElse(rules.start()),
                    table.id() + "." + column.name() + " (" + column.type() + ") has no rule"
                            + table.extension()
                                    .map(extension ->
                                            "; the table belongs to extension " + extension.name() + " and holds rows")
                                    .orElse(""),
                    rule.isPresent()
                            ? "add under " + table.id() + ", columns:  " + line
                            : "add under tables:  " + table.id() + ": {columns: {" + line + "}}");
        }
    }

    /** A suggested rule; the author of the rules decides. */
    private static String suggestion(Column column) {
        String name = column.name().toLowerCase(Locale.ROOT);
        if (column.family() == ColumnType.TypeFamily.JSON) {
            return "{mask: json, paths: {...}}";
        }
        if (column.family() == ColumnType.TypeFamily.DATE || column.family() == ColumnType.TypeFamily.TIMESTAMP) {
            return name.contains("birth") || name.equals("dob") ? "date_shift" : "keep";
        }
        if (column.family() != ColumnType.TypeFamily.TEXT) {
            return "keep";
        }
        Map<String, String> hints = Map.of(
                "mail",
                "email",
                "phone",
                "phone",
                "mobile",
                "phone",
                "name",
                "person",
                "street",
                "{mask: address, part: street}");
        return hints.entrySet().stream()
                .filter(hint -> name.contains(hint.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst()
                .orElse("text");
    }

    private void reportVanished(String id, TableRule rule) {
        Optional<CatalogueTable> table = catalogue.table(id);
        if (table.isEmpty()) {
            problems.add(
                    "vanished-table",
                    rule.position(),
                    "the database has no table " + id,
                    Nearest.hint(
                            id,
                            catalogue.tables().stream().map(CatalogueTable::id).toList(),
                            "remove the rule"));
            return;
        }
        List<String> names = table.get().columns().stream().map(Column::name).toList();
        rule.columns().forEach((name, column) -> {
            if (!names.contains(name)) {
                problems.add(
                        "vanished-column",
                        column.position(),
                        id + " has no column " + name + " that can be masked",
                        Nearest.hint(name, names, "remove the rule; generated columns are computed from masked ones"));
            }
            column.mask()
                    .by()
                    .filter(by -> !names.contains(by))
                    .ifPresent(by -> problems.add(
                            "vanished-column",
                            column.position(),
                            id + " has no column " + by + " to mask " + name + " by",
                            Nearest.hint(by, names, "name a column of the same table")));
        });
    }
}
