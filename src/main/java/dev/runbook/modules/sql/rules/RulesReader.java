package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.rules.MaskRules.ColumnRule;
import dev.runbook.modules.sql.rules.MaskRules.KeepRule;
import dev.runbook.modules.sql.rules.MaskRules.ObjectRule;
import dev.runbook.modules.sql.rules.MaskRules.RowAction;
import dev.runbook.modules.sql.rules.MaskRules.TableRule;
import dev.runbook.yaml.Glob;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a rules file; every mistake becomes a problem. */
public final class RulesReader {

    private final Problems problems;
    private final MaskReader masks;

    public RulesReader(Problems problems) {
        this.problems = problems;
        this.masks = new MaskReader(problems);
    }

    public MaskRules read(Node node) {
        MappingReader reader = MappingReader.of(node, RulesFileKeys.RULES, problems);
        List<KeepRule> keep = new ArrayList<>();
        for (Node item : reader.items("keep")) {
            keepRule(item).ifPresent(keep::add);
        }
        Map<String, TableRule> tables = new LinkedHashMap<>();
        Position start = reader.require("tables").map(Node::position).orElse(reader.position());
        reader.node("tables")
                .ifPresent(list -> MappingReader.of(list, "'tables'", problems)
                        .remainingEntries()
                        .forEach(entry -> table(entry)
                                .ifPresent(rule -> tables.put(entry.key().text(), rule))));
        Optional<String> largeObjects = reader.mapping("large_objects", RulesFileKeys.LARGE_OBJECTS)
                .flatMap(inner -> {
                    Optional<String> why = inner.requireText("keep");
                    inner.reportUnknownKeys();
                    return why;
                });
        List<ObjectRule> objects = new ArrayList<>();
        for (Node item : reader.items("objects")) {
            objectRule(item).ifPresent(objects::add);
        }
        reader.reportUnknownKeys();
        return new MaskRules(keep, tables, largeObjects, objects, start);
    }

    private Optional<ObjectRule> objectRule(Node node) {
        MappingReader reader = MappingReader.of(node, RulesFileKeys.OBJECT, problems);
        reader.require("match");
        List<Glob> names = reader.texts("match").stream()
                .flatMap(name -> Glob.read(name.text(), name.position(), Glob.GlobKind.NAME, problems).stream())
                .toList();
        Optional<String> why = reader.requireText("why");
        reader.reportUnknownKeys();
        return why.map(reason -> new ObjectRule(names, reason));
    }

    private Optional<KeepRule> keepRule(Node node) {
        MappingReader reader = MappingReader.of(node, RulesFileKeys.KEEP, problems);
        List<Glob> names = new ArrayList<>();
        for (Node.Scalar glob : reader.texts("match")) {
            glob(glob).ifPresent(names::add);
        }
        List<String> types =
                reader.texts("types").stream().map(Node.Scalar::text).toList();
        Optional<String> why = reader.requireText("why");
        Optional<Mask.KeepMask> stays = why.flatMap(reason -> MaskReader.readKeep(why, reader, problems));
        reader.reportUnknownKeys();
        if (names.isEmpty() && types.isEmpty()) {
            problems.add(
                    "empty-keep",
                    reader.position(),
                    "a 'keep' rule needs 'match' or 'types'",
                    "write {match: \"*.*.id\", why: ...} or {types: [boolean], why: ...}");
            return Optional.empty();
        }
        return stays.map(mask -> new KeepRule(names, types, mask));
    }

    private Optional<Glob> glob(Node.Scalar glob) {
        String text = glob.text();
        if (text.chars().filter(character -> character == '.').count() != 2) {
            problems.add(
                    "bad-glob",
                    glob.position(),
                    "'" + text + "' does not have the three parts schema.table.column",
                    "write \"*.*." + text.replace(".", "") + "\" for a column of any table");
            return Optional.empty();
        }
        return Glob.read(text, glob.position(), Glob.GlobKind.COLUMN, problems);
    }

    private Optional<TableRule> table(Node.Entry entry) {
        Position position = entry.key().position();
        if (!entry.key().text().contains(".")) {
            problems.add(
                    "no-schema",
                    position,
                    "'" + entry.key().text() + "' does not name a schema",
                    "write public." + entry.key().text());
        }
        if (entry.value() instanceof Node.Scalar scalar) {
            if (!scalar.text().equals("truncate")) {
                problems.add(
                        "bad-table-rule",
                        scalar.position(),
                        "'" + scalar.text() + "' is not a rule for a table",
                        "write truncate, or a mapping with columns, where, delete_where");
            }
            return Optional.of(
                    new TableRule(RowAction.TRUNCATE, Optional.empty(), Optional.empty(), Map.of(), position));
        }
        return Optional.of(tableRule(entry.value(), position));
    }

    private TableRule tableRule(Node node, Position position) {
        MappingReader reader = MappingReader.of(node, RulesFileKeys.TABLE, problems);
        Map<String, ColumnRule> columns = new LinkedHashMap<>();
        reader.node("columns")
                .ifPresent(list -> MappingReader.of(list, "'columns'", problems)
                        .remainingEntries()
                        .forEach(entry -> masks.read(entry)
                                .ifPresent(mask -> columns.put(
                                        entry.key().text(),
                                        new ColumnRule(mask, entry.key().position())))));
        TableRule rule =
                new TableRule(RowAction.STAY, reader.text("delete_where"), reader.text("where"), columns, position);
        reader.reportUnknownKeys();
        return rule;
    }
}
