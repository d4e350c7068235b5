package dev.runbook.modules.sql;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.rules.MaskingStatements;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Truncates all tables that have the rule {@code truncate}, in one statement. */
record TruncateTables(DatabaseMasking masking, List<TableMask> tables) implements MaskingChange {

    TruncateTables {
        tables = List.copyOf(tables);
    }

    @Override
    public String key() {
        return "truncate " + masking.database();
    }

    @Override
    public CallDescription describe() {
        Map<String, String> statements = new LinkedHashMap<>();
        statements.put("statement", MaskingStatements.truncate(tables));
        String forget = statisticsResets().collect(Collectors.joining(";\n"));
        if (!forget.isEmpty()) {
            statements.put("statistics", forget);
        }
        return StatementDescriptions.statements("TRUNCATE", subjects(), statements, rowEstimate());
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            ProgressTable progressTable = new ProgressTable(session);
            session.transaction(() -> {
                session.execute(MaskingStatements.truncate(tables), List.of());
                for (String statement : statisticsResets().toList()) {
                    session.execute(statement, List.of());
                }
                for (TableMask table : tables) {
                    progressTable.recordWork(table, key());
                }
                return 0;
            });
        }
    }

    private Stream<String> statisticsResets() {
        return tables.stream().map(MaskingStatements::resetStatistics).filter(statement -> !statement.isEmpty());
    }

    private String subjects() {
        return tables.stream().map(table -> table.table().id()).collect(Collectors.joining(", "));
    }

    private String rowEstimate() {
        long rows = tables.stream()
                .mapToLong(table -> Math.max(0, table.table().rows()))
                .sum();
        return String.format("about %,d rows", rows);
    }
}
