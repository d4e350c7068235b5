package dev.runbook.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares the problems that an independent validator finds with a schema, and those that the reader finds. */
final class SchemaComparison {

    /** Mistakes that a schema detects. */
    static final Set<String> SEEN = Set.of(
            "unknown-key",
            "wrong-type",
            "wrong-value",
            "missing-key",
            "unknown-argument",
            "missing-argument",
            "unknown-module",
            "two-modules",
            "no-module",
            "expression-not-allowed",
            "password-in-clear",
            "bad-variable-name",
            "reserved-variable",
            "empty-block",
            "unknown-strategy",
            "unknown-part",
            "missing-mask",
            "bad-table-rule",
            "out-of-range");

    /** Mistakes that need more than the form of one file: other places, other files, the meaning of a text. */
    static final Set<String> UNSEEN = Set.of(
            // names that must match another place
            "unknown-account",
            "unknown-pair",
            "unknown-group",
            "group-circle",
            "duplicate-key",
            "duplicate-target",
            "duplicate-task",
            "undefined-variable",
            "unknown-handler",
            "unknown-input",
            "missing-input",
            "include-circle",
            "check-mode",
            "missing-account",
            // the meaning of an expression or a pattern
            "bad-glob",
            "bad-path",
            "bad-pattern",
            "bad-account-id",
            "wrong-account-id",
            "protected-account-without-id",
            "bad-instance-name",
            "empty-keep",
            "no-schema",
            "expression-syntax",
            "unknown-filter",
            "unknown-lookup",
            "expression-error",
            "condition-not-boolean",
            "no-condition",
            "wrong-arguments",
            "variable-circle",
            "unknown-test",
            // other files
            "missing-file",
            // found before the file can be validated
            "empty-runbook",
            "yaml-syntax",
            "unquoted-expression");

    private final Schema schema;

    SchemaComparison(Value.Fields schema) {
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Json.write(schema), InputFormat.JSON);
    }

    /** Fails if one of the two accepts a file that the other must reject. */
    void check(List<Source> files, List<Problem> ours) {
        List<String> theirs = new ArrayList<>();
        files.forEach(file -> theirs.addAll(errors(file)));
        Set<String> codes = new TreeSet<>();
        ours.stream().filter(problem -> !problem.isRefusal()).forEach(problem -> codes.add(problem.code()));
        assertThat(codes)
                .as("codes that stand in neither list")
                .allMatch(code -> SEEN.contains(code) || UNSEEN.contains(code));
        if (ours.isEmpty()) {
            assertThat(theirs).as("accepted by our reader").isEmpty();
        } else if (codes.stream().anyMatch(SEEN::contains)) {
            assertThat(theirs).as("rejected by our reader: " + ours).isNotEmpty();
        }
    }

    List<String> errors(Source file) {
        Optional<Node> node = Yaml.read(file, new Problems());
        return node.map(found -> Json.write(ExampleValue.of(found)))
                .map(json -> schema.validate(json, InputFormat.JSON).stream()
                        .map(error -> file.name() + " " + error.getInstanceLocation() + ": " + error.getMessage())
                        .toList())
                .orElse(List.of());
    }
}
