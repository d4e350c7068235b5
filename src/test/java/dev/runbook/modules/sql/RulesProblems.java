package dev.runbook.modules.sql;

import dev.runbook.modules.sql.rules.RulesReader;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.util.List;

/** The problems of a rules file on its own, without a database. */
public final class RulesProblems {

    private RulesProblems() {}

    public static List<Problem> of(Source source) {
        Problems problems = new Problems();
        Yaml.read(source, problems).ifPresent(node -> new RulesReader(problems).read(node));
        return problems.toSortedList();
    }
}
