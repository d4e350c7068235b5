package dev.runbook.modules.sql.rules;

import static dev.runbook.yaml.MappingSpec.Key.optional;
import static dev.runbook.yaml.MappingSpec.Key.required;

import dev.runbook.yaml.MappingSpec;
import dev.runbook.yaml.ValueShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of a rules file, for its reader and for its JSON Schema. */
public final class RulesFileKeys {

    private static final String COLUMN = "a column's rule";

    private static final MappingSpec.Key SCAN = optional(
                    "scan",
                    ValueShape.bool(),
                    "Whether the verification searches it for originals and personal data; false needs a why.",
                    "false")
            .withDefault("true");

    private static final MappingSpec.Key LOOKALIKES = optional(
                    "lookalikes",
                    ValueShape.whole(0, 1_000_000),
                    "How many values of a column may look like personal data of one kind; more than 0 needs a why.",
                    "3")
            .withDefault("0");

    static final MappingSpec KEEP = MappingSpec.of(
            "a 'keep' rule",
            optional(
                    "match",
                    ValueShape.oneOrMore(ValueShape.text()),
                    "Globs for schema.table.column: * and ? match within a part, [a-z] one character, {a,b} a choice.",
                    "\"*.*.{id,customer_id}\""),
            optional(
                    "types",
                    ValueShape.oneOrMore(ValueShape.text()),
                    "Types of columns, as PostgreSQL prints them.",
                    "[boolean]"),
            required("why", ValueShape.text(), "Why these columns may be kept.", "surrogate keys"),
            SCAN,
            LOOKALIKES);

    static final MappingSpec OBJECT = MappingSpec.of(
            "an 'objects' rule",
            required(
                    "match",
                    ValueShape.oneOrMore(ValueShape.text()),
                    "Objects as the verification names them; * matches any text.",
                    "\"default value for column status of table *\""),
            required(
                    "why",
                    ValueShape.text(),
                    "Why it may contain originals of masked columns.",
                    "a word of the application"));

    static final MappingSpec LARGE_OBJECTS = MappingSpec.of(
            "'large_objects'", required("keep", ValueShape.text(), "Why large objects may be kept.", "product images"));

    /** The options of each strategy. */
    static final Map<String, MappingSpec> STRATEGIES = strategies();

    static final MappingSpec TABLE = MappingSpec.of(
            "a table's rule",
            optional(
                    "columns",
                    ValueShape.mapOf(ValueShape.anyOf(Stream.concat(
                                    Stream.of(ValueShape.words(strategiesWithoutOptions(STRATEGIES))),
                                    forms(STRATEGIES))
                            .toArray(ValueShape[]::new))),
                    "The rule of each column: the name of a strategy, or a mapping with its options.",
                    "{email: {mask: email, unique: true}, notes: text}"),
            optional(
                    "delete_where",
                    ValueShape.text(),
                    "Rows that meet this SQL condition are deleted.",
                    "\"created_at < now() - interval '90 days'\""),
            optional(
                    "where",
                    ValueShape.text(),
                    "Rows for which this SQL condition is false are not masked, but counted; rows for which it is NULL are"
                            + " masked.",
                    "\"email NOT LIKE '%@ourcompany.example'\""));

    static final MappingSpec RULES = MappingSpec.of(
            "a rules file",
            optional(
                    "keep",
                    ValueShape.oneOrMore(ValueShape.mapping(KEEP)),
                    "Rules that keep many columns at once; the first rule that matches applies.",
                    "[{match: \"*.*.id\", why: surrogate keys}]"),
            required(
                    "tables",
                    ValueShape.mapOf(ValueShape.anyOf(ValueShape.words("truncate"), ValueShape.mapping(TABLE))),
                    "The tables by schema.table: truncate, or the rules of their columns.",
                    "{public.sessions: truncate}"),
            optional(
                    "large_objects",
                    ValueShape.mapping(LARGE_OBJECTS),
                    "Required if the database has large objects.",
                    "{keep: product images}"),
            optional(
                    "objects",
                    ValueShape.oneOrMore(ValueShape.mapping(OBJECT)),
                    "Objects other than tables that may contain originals: comments, defaults, functions, ...",
                    "[{match: \"comment on table public.brands\", why: names of companies}]"));

    private RulesFileKeys() {}

    /** The form of a whole rules file. */
    public static MappingSpec spec() {
        return RULES;
    }

    /** The required options of a strategy. */
    static List<String> requiredOptions(String strategy) {
        return Optional.ofNullable(STRATEGIES.get(strategy)).map(MappingSpec::keys).orElse(List.of()).stream()
                .filter(MappingSpec.Key::required)
                .map(MappingSpec.Key::name)
                .filter(name -> !name.equals("mask"))
                .toList();
    }

    private static Map<String, MappingSpec> strategies() {
        MappingSpec.Key by = optional(
                "by",
                ValueShape.text(),
                "The column whose value is hashed instead, so that its equal values are masked alike.",
                "id");
        Map<String, MappingSpec> inside = documentStrategies(by);
        Map<String, MappingSpec> all = new LinkedHashMap<>(inside);
        add(
                all,
                "date_shift",
                optional(
                                "days",
                                ValueShape.whole(1, MaskReader.DAYS_MAX),
                                "The maximum number of days, back or forth.",
                                "30")
                        .withDefault("180"),
                by);
        add(all, "json", required("paths", paths(inside), "The rule of the value at each path.", "{nickname: keep}"));
        add(
                all,
                "sql",
                required(
                        "expression",
                        ValueShape.text(),
                        "SQL with {col} for the column and {h} for its keyed hash.",
                        "\"'x' || {h}\""),
                optional(
                        "grammar",
                        ValueShape.text(),
                        "A regular expression that every masked value matches.",
                        "\"^x\""));
        return Collections.unmodifiableMap(all);
    }

    private static Map<String, MappingSpec> documentStrategies(MappingSpec.Key by) {
        MappingSpec.Key unique = optional("unique", ValueShape.bool(), "Whether masked values must be unique.", "true")
                .withDefault("false");
        Map<String, MappingSpec> inner = new LinkedHashMap<>();
        add(
                inner,
                "keep",
                optional("why", ValueShape.text(), "Why the column may be kept.", "chosen from a list"),
                SCAN,
                LOOKALIKES);
        add(inner, "null");
        add(inner, "literal", required("value", ValueShape.text(), "The value that every row gets.", "\"0000\""));
        add(
                inner,
                "hash",
                optional("length", ValueShape.whole(8, 64), "The number of hexadecimal digits.", "22")
                        .withDefault("32"),
                optional("domain", ValueShape.text(), "Equal values in columns of one domain are masked alike.", "hash")
                        .withDefault("hash"));
        add(inner, "email", unique);
        add(inner, "person", part("full", "first", "last"), by);
        add(inner, "phone");
        add(inner, "address", part("full", "street", "city", "postcode"), by);
        add(inner, "text");
        return inner;
    }

    private static MappingSpec.Key part(String... parts) {
        return optional("part", ValueShape.words(parts), "The part of it that the column holds.", parts[1])
                .withDefault(parts[0]);
    }

    /** Inside a document there is no other column for 'by'. */
    private static ValueShape paths(Map<String, MappingSpec> strategies) {
        Map<String, MappingSpec> inside = new LinkedHashMap<>();
        strategies.forEach((word, spec) -> inside.put(
                word,
                new MappingSpec(
                        COLUMN,
                        spec.keys().stream()
                                .filter(key -> !key.name().equals("by"))
                                .toList())));
        return ValueShape.mapOf(ValueShape.anyOf(
                Stream.concat(Stream.of(ValueShape.words(strategiesWithoutOptions(inside))), forms(inside))
                        .toArray(ValueShape[]::new)));
    }

    private static void add(Map<String, MappingSpec> strategies, String word, MappingSpec.Key... options) {
        List<MappingSpec.Key> keys = new ArrayList<>();
        keys.add(required("mask", ValueShape.words(word), "The strategy.", word));
        keys.addAll(List.of(options));
        strategies.put(word, new MappingSpec(COLUMN, keys));
    }

    /** The strategies without required options. */
    private static String[] strategiesWithoutOptions(Map<String, MappingSpec> strategies) {
        return strategies.entrySet().stream()
                .filter(strategy -> strategy.getValue().keys().stream()
                                .filter(MappingSpec.Key::required)
                                .count()
                        == 1)
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
    }

    private static Stream<ValueShape> forms(Map<String, MappingSpec> strategies) {
        return strategies.values().stream().map(ValueShape::mapping);
    }
}
