package dev.runbook.modules.sql.rules;

import static dev.runbook.yaml.Form.Key.optional;
import static dev.runbook.yaml.Form.Key.required;

import dev.runbook.yaml.Form;
import dev.runbook.yaml.Shape;
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

    private static final Form.Key SCAN = optional(
                    "scan",
                    Shape.truth(),
                    "Whether the verification searches it for originals and personal data; false needs a why.",
                    "false")
            .or("true");

    private static final Form.Key LOOKALIKES = optional(
                    "lookalikes",
                    Shape.whole(0, 1_000_000),
                    "How many values of a column may look like personal data of one kind; more than 0 needs a why.",
                    "3")
            .or("0");

    static final Form KEEP = Form.of(
            "a 'keep' rule",
            optional(
                    "match",
                    Shape.oneOrMore(Shape.text()),
                    "Globs for schema.table.column: * and ? match within a part, [a-z] one character, {a,b} a choice.",
                    "\"*.*.{id,customer_id}\""),
            optional(
                    "types",
                    Shape.oneOrMore(Shape.text()),
                    "Types of columns, as PostgreSQL prints them.",
                    "[boolean]"),
            required("why", Shape.text(), "Why these columns may be kept.", "surrogate keys"),
            SCAN,
            LOOKALIKES);

    static final Form OBJECT = Form.of(
            "an 'objects' rule",
            required(
                    "match",
                    Shape.oneOrMore(Shape.text()),
                    "Objects as the verification names them; * matches any text.",
                    "\"default value for column status of table *\""),
            required(
                    "why",
                    Shape.text(),
                    "Why it may contain originals of masked columns.",
                    "a word of the application"));

    static final Form LARGE_OBJECTS = Form.of(
            "'large_objects'", required("keep", Shape.text(), "Why large objects may be kept.", "product images"));

    /** The options of each strategy. */
    static final Map<String, Form> STRATEGIES = strategies();

    static final Form TABLE = Form.of(
            "a table's rule",
            optional(
                    "columns",
                    Shape.named(Shape.either(Stream.concat(
                                    Stream.of(Shape.words(strategiesWithoutOptions(STRATEGIES))), forms(STRATEGIES))
                            .toArray(Shape[]::new))),
                    "The rule of each column: the name of a strategy, or a mapping with its options.",
                    "{email: {mask: email, unique: true}, notes: text}"),
            optional(
                    "delete_where",
                    Shape.text(),
                    "Rows that meet this SQL condition are deleted.",
                    "\"created_at < now() - interval '90 days'\""),
            optional(
                    "where",
                    Shape.text(),
                    "Rows for which this SQL condition is false are not masked, but counted; rows for which it is NULL are"
                            + " masked.",
                    "\"email NOT LIKE '%@ourcompany.example'\""));

    static final Form RULES = Form.of(
            "a rules file",
            optional(
                    "keep",
                    Shape.oneOrMore(Shape.mapping(KEEP)),
                    "Rules that keep many columns at once; the first rule that matches applies.",
                    "[{match: \"*.*.id\", why: surrogate keys}]"),
            required(
                    "tables",
                    Shape.named(Shape.either(Shape.words("truncate"), Shape.mapping(TABLE))),
                    "The tables by schema.table: truncate, or the rules of their columns.",
                    "{public.sessions: truncate}"),
            optional(
                    "large_objects",
                    Shape.mapping(LARGE_OBJECTS),
                    "Required if the database has large objects.",
                    "{keep: product images}"),
            optional(
                    "objects",
                    Shape.oneOrMore(Shape.mapping(OBJECT)),
                    "Objects other than tables that may contain originals: comments, defaults, functions, ...",
                    "[{match: \"comment on table public.brands\", why: names of companies}]"));

    private RulesFileKeys() {}

    /** The form of a whole rules file. */
    public static Form form() {
        return RULES;
    }

    /** The required options of a strategy. */
    static List<String> requiredOptions(String strategy) {
        return Optional.ofNullable(STRATEGIES.get(strategy)).map(Form::keys).orElse(List.of()).stream()
                .filter(Form.Key::required)
                .map(Form.Key::name)
                .filter(name -> !name.equals("mask"))
                .toList();
    }

    private static Map<String, Form> strategies() {
        Form.Key by = optional(
                "by",
                Shape.text(),
                "The column whose value is hashed instead, so that its equal values are masked alike.",
                "id");
        Map<String, Form> inside = documentStrategies(by);
        Map<String, Form> all = new LinkedHashMap<>(inside);
        add(
                all,
                "date_shift",
                optional(
                                "days",
                                Shape.whole(1, MaskReader.DAYS_MAX),
                                "The maximum number of days, back or forth.",
                                "30")
                        .or("180"),
                by);
        add(all, "json", required("paths", paths(inside), "The rule of the value at each path.", "{nickname: keep}"));
        add(
                all,
                "sql",
                required(
                        "expression",
                        Shape.text(),
                        "SQL with {col} for the column and {h} for its keyed hash.",
                        "\"'x' || {h}\""),
                optional("grammar", Shape.text(), "A regular expression that every masked value matches.", "\"^x\""));
        return Collections.unmodifiableMap(all);
    }

    private static Map<String, Form> documentStrategies(Form.Key by) {
        Form.Key unique = optional("unique", Shape.truth(), "Whether masked values must be unique.", "true")
                .or("false");
        Map<String, Form> inner = new LinkedHashMap<>();
        add(
                inner,
                "keep",
                optional("why", Shape.text(), "Why the column may be kept.", "chosen from a list"),
                SCAN,
                LOOKALIKES);
        add(inner, "null");
        add(inner, "literal", required("value", Shape.text(), "The value that every row gets.", "\"0000\""));
        add(
                inner,
                "hash",
                optional("length", Shape.whole(8, 64), "The number of hexadecimal digits.", "22")
                        .or("32"),
                optional("domain", Shape.text(), "Equal values in columns of one domain are masked alike.", "hash")
                        .or("hash"));
        add(inner, "email", unique);
        add(inner, "person", part("full", "first", "last"), by);
        add(inner, "phone");
        add(inner, "address", part("full", "street", "city", "postcode"), by);
        add(inner, "text");
        return inner;
    }

    private static Form.Key part(String... parts) {
        return optional("part", Shape.words(parts), "The part of it that the column holds.", parts[1])
                .or(parts[0]);
    }

    /** Inside a document there is no other column for 'by'. */
    private static Shape paths(Map<String, Form> strategies) {
        Map<String, Form> inside = new LinkedHashMap<>();
        strategies.forEach((word, form) -> inside.put(
                word,
                new Form(
                        COLUMN,
                        form.keys().stream()
                                .filter(key -> !key.name().equals("by"))
                                .toList())));
        return Shape.named(
                Shape.either(Stream.concat(Stream.of(Shape.words(strategiesWithoutOptions(inside))), forms(inside))
                        .toArray(Shape[]::new)));
    }

    private static void add(Map<String, Form> strategies, String word, Form.Key... options) {
        List<Form.Key> keys = new ArrayList<>();
        keys.add(required("mask", Shape.words(word), "The strategy.", word));
        keys.addAll(List.of(options));
        strategies.put(word, new Form(COLUMN, keys));
    }

    /** The strategies without required options. */
    private static String[] strategiesWithoutOptions(Map<String, Form> strategies) {
        return strategies.entrySet().stream()
                .filter(strategy -> strategy.getValue().keys().stream()
                                .filter(Form.Key::required)
                                .count()
                        == 1)
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
    }

    private static Stream<Shape> forms(Map<String, Form> strategies) {
        return strategies.values().stream().map(Shape::mapping);
    }
}
