package dev.runbook.modules.sql;

import dev.runbook.Golden;
import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.CatalogueTable;
import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.ColumnType;
import dev.runbook.modules.sql.rules.Classifier;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.rules.KeyedRules;
import dev.runbook.modules.sql.rules.MaskKey;
import dev.runbook.modules.sql.rules.MaskRules;
import dev.runbook.modules.sql.rules.RulesReader;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.yaml.Excerpt;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Rules files with one catalogue: their problems, or the resulting statements. */
class MaskingCasesTest {

    @TestFactory
    Stream<DynamicTest> masksAsExpected() {
        return Golden.cases("sql").stream()
                .map(folder -> DynamicTest.dynamicTest(
                        folder.getFileName().toString(),
                        () -> Golden.check(
                                folder.resolve("expected.txt"), problemsOrStatements(folder.resolve("rules.yml")))));
    }

    private static String problemsOrStatements(Path file) throws IOException, PortException {
        Problems problems = new Problems();
        Optional<Node> node = Yaml.read(new Source("rules.yml", Files.readString(file)), problems);
        Optional<MaskRules> rules = node.map(root -> new RulesReader(problems).read(root));
        List<TableMask> tables = rules.isPresent() && problems.isEmpty()
                ? new Classifier(rules.get(), Classifier.DatabaseState.of(catalogue()), problems).classify()
                : List.of();
        if (!problems.isEmpty()) {
            return problems.toSortedList().stream()
                    .map(problem -> problem.code() + "\n" + Excerpt.of(problem))
                    .collect(Collectors.joining("\n"));
        }
        DatabaseMasking masking = new DatabaseMasking(
                new Instance(DBInstance.builder()
                        .dbInstanceIdentifier("temp-stage")
                        .dbiResourceId("db-CLONE")
                        .build()),
                "shop",
                DatabaseAddress.TlsMode.DISABLE,
                new KeyedRules(rules.orElseThrow(), MaskKey.of(MaskingFixture.KEY), "digest", Set.of("shop")),
                tables,
                List.of(),
                catalogue().views(),
                false);
        return MaskingPipeline.changes(masking, "run-1", new MaskingResult()).stream()
                .skip(1)
                .map(Change::describe)
                .map(MaskingCasesTest::text)
                .collect(Collectors.joining("\n"));
    }

    private static String text(CallDescription description) {
        StringBuilder text = new StringBuilder(
                description.action() + " of " + description.subject() + ": " + description.effect() + "\n");
        for (Map.Entry<String, Value> parameter :
                description.parameters().fields().entrySet()) {
            text.append(parameter.getKey() + ":\n" + parameter.getValue().show().indent(2));
        }
        return text.toString();
    }

    private static Catalogue catalogue() {
        return new Catalogue(
                List.of(
                        table("customers", 10_000, List.of("id"), customers()),
                        table(
                                "orders",
                                30_000,
                                List.of("id"),
                                List.of(column("id", "bigint", "int8"), column("customer_id", "bigint", "int8"))),
                        table(
                                "letters",
                                90_000,
                                List.of("day", "id"),
                                List.of(
                                        column("id", "integer", "int4"),
                                        column("day", "date", "date"),
                                        columnUsedByView("body"))),
                        table("loose", 50, List.of(), List.of(columnUsedByView("who"))),
                        table(
                                "sessions",
                                700,
                                List.of("id"),
                                List.of(column("id", "integer", "int4"), column("token", "text", "text")))),
                List.of(new Catalogue.ForeignKey(
                        "orders_customer",
                        "public.orders",
                        List.of("customer_id"),
                        "public.customers",
                        List.of("id"),
                        true)),
                List.of(),
                List.of(new Catalogue.MaterializedView(
                        CatalogueTable.RelationName.of("public", "emails"), List.of("email"), "owner", true)),
                0,
                false,
                List.of(new Catalogue.ServerDatabase("shop", true)));
    }

    private static List<Column> customers() {
        return List.of(
                column("id", "bigint", "int8"),
                new Column("email", varchar(60, Optional.empty()), true, false, List.of(), false),
                column("name", "text", "text"),
                column("phone", "text", "text"),
                column("street", "text", "text"),
                column("birth_date", "date", "date"),
                column("seen_at", "timestamp with time zone", "timestamptz"),
                column("token", "uuid", "uuid"),
                new Column("code", varchar(10, Optional.of("pg_catalog.\"C\"")), false, false, List.of(), false),
                column("profile", "jsonb", "jsonb"),
                column("notes", "text", "text"));
    }

    private static Column column(String name, String type, String base) {
        return new Column(name, type(type, base), false, false, List.of(), false);
    }

    private static Column columnUsedByView(String name) {
        return new Column(name, ColumnType.TEXT, false, false, List.of("rule _RETURN on view seen"), false);
    }

    private static ColumnType type(String name, String base) {
        return new ColumnType(name, base, Optional.empty(), List.of(), Optional.empty(), false, List.of(base));
    }

    private static ColumnType varchar(int length, Optional<String> collation) {
        return new ColumnType(
                "character varying(" + length + ")",
                "varchar",
                Optional.of(length),
                List.of(),
                collation,
                false,
                List.of("varchar"));
    }

    private static CatalogueTable table(String name, long rows, List<String> key, List<Column> columns) {
        List<List<String>> uniques = name.equals("customers") ? List.of(key, List.of("email")) : List.of();
        return new CatalogueTable(
                CatalogueTable.RelationName.of("public", name),
                rows,
                columns,
                new CatalogueTable.TableKeys(key, uniques, key.isEmpty() ? List.of() : List.of(key)),
                new CatalogueTable.UpdateTriggers(List.of(), List.of()),
                new CatalogueTable.StorageLayout("r", false, Optional.empty(), false),
                new CatalogueTable.TableAccess("owner", true, true, CatalogueTable.RowSecurityEffect.NONE),
                Optional.empty());
    }
}
