package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.CatalogueTable;
import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.yaml.Glob;
import dev.runbook.yaml.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The contents of a rules file, valid in itself but not yet matched with a catalogue.
 *
 * @param tables by {@code schema.table}
 * @param start where a rule for a new table would be added
 */
public record MaskRules(
        List<KeepRule> keep,
        Map<String, TableRule> tables,
        Optional<String> largeObjects,
        List<ObjectRule> objects,
        Position start) {

    public MaskRules {
        keep = List.copyOf(keep);
        objects = List.copyOf(objects);
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    /** The first general 'keep' rule that matches a column. */
    Optional<Mask.KeepMask> findKeepRule(CatalogueTable table, Column column) {
        return keep.stream()
                .filter(rule -> rule.matches(
                        table.id() + "." + column.name(), column.type().name()))
                .findFirst()
                .map(KeepRule::keep);
    }

    /** The position of a column's rule, or where to add it. */
    Position position(CatalogueTable table, Column column) {
        return Optional.ofNullable(tables.get(table.id()))
                .flatMap(rule -> Optional.ofNullable(rule.columns().get(column.name())))
                .map(ColumnRule::position)
                .orElse(position(table));
    }

    /** The position of a table's rule, or where to add it. */
    Position position(CatalogueTable table) {
        return Optional.ofNullable(tables.get(table.id()))
                .map(TableRule::position)
                .orElse(start);
    }

    /** Why an object may contain originals of masked columns; empty if it may not. */
    public Optional<String> allowReason(String object) {
        return objects.stream()
                .filter(rule -> rule.names().stream().anyMatch(name -> name.matches(object)))
                .findFirst()
                .map(ObjectRule::why);
    }

    /** What a table's rule does with all of its rows. */
    enum RowAction {
        STAY,
        TRUNCATE
    }

    /** A general rule: keeps columns that match a glob and have one of the types. */
    record KeepRule(List<Glob> names, List<String> types, Mask.KeepMask keep) {
        KeepRule {
            names = List.copyOf(names);
            types = List.copyOf(types);
        }

        boolean matches(String name, String type) {
            boolean named = names.isEmpty() || names.stream().anyMatch(glob -> glob.matches(name));
            return named && (types.isEmpty() || types.contains(type));
        }
    }

    /** Allows originals in objects other than tables, by their names in the verification. */
    record ObjectRule(List<Glob> names, String why) {
        ObjectRule {
            names = List.copyOf(names);
        }
    }

    /** The rule of one table. */
    record TableRule(
            RowAction rowAction,
            Optional<String> deleteWhere,
            Optional<String> where,
            Map<String, ColumnRule> columns,
            Position position) {
        TableRule {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }

    /** The rule of one column. */
    record ColumnRule(Mask mask, Position position) {}
}
