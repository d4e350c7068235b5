package dev.runbook.modules.sql;

import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import java.util.LinkedHashMap;
import java.util.Map;

/** Descriptions of SQL statements: the command is the action, the statement a parameter. */
final class StatementDescriptions {

    private StatementDescriptions() {}

    static CallDescription statement(String action, String subject, String statement, String effect) {
        return statements(action, subject, Map.of("statement", statement), effect);
    }

    static CallDescription statements(String action, String subject, Map<String, String> statements, String effect) {
        Map<String, Value> parameters = new LinkedHashMap<>();
        statements.forEach((name, statement) -> parameters.put(name, new Value.Text(statement)));
        return new CallDescription("sql", action, subject, new Value.Fields(parameters), effect);
    }
}
