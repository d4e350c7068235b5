package dev.runbook.modules.sql.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The type of a column, resolved through all domains.
 *
 * @param name the type with its length, as declared: {@code character varying(40)}
 * @param base name of the type below all domains: {@code varchar}
 * @param lengthMax in characters; empty if there is no limit
 * @param labels of an enum; empty for every other type
 * @param collation if it differs from the type's default
 * @param foldsCase whether values that differ only in case are equal
 * @param leaves names of the basic types of its values, below domains, arrays, composites and ranges
 */
public record ColumnType(
        String name,
        String base,
        Optional<Integer> lengthMax,
        List<String> labels,
        Optional<String> collation,
        boolean foldsCase,
        List<String> leaves) {

    /** The kinds of type that strategies distinguish. */
    public enum TypeFamily {
        TEXT,
        UUID,
        WHOLE,
        DATE,
        TIMESTAMP,
        JSON,
        OTHER
    }

    /** How the verification reads kept values of a column. */
    public enum ContentKind {
        /** Not read: its values do not identify a person. */
        NONE,
        /** Read as text. */
        TEXT,
        /** Read as text, for originals and card numbers only: many keys look like phone numbers. */
        IDENTIFIER,
        /** Every text and number inside a document. */
        DOCUMENT,
        /** Bytes, if they are text; other bytes cannot be read. */
        BYTES,
        /** Every text and number inside an array, composite, range or other compound value. */
        PARTS,
        /** Cannot be read. */
        UNKNOWN
    }

    private static final Set<String> NO_WORDS = Set.of(
            "bool",
            "int2",
            "float4",
            "float8",
            "date",
            "time",
            "timetz",
            "timestamp",
            "timestamptz",
            "interval",
            "oid",
            "money",
            "bit",
            "varbit",
            "pg_lsn",
            "xid",
            "xid8",
            "cid",
            "tid",
            "txid_snapshot",
            "pg_snapshot",
            "point",
            "line",
            "lseg",
            "box",
            "path",
            "polygon",
            "circle",
            "macaddr",
            "macaddr8",
            "char",
            "regclass",
            "regtype",
            "regproc",
            "regprocedure",
            "regoper",
            "regoperator",
            "regnamespace",
            "regrole",
            "regconfig",
            "regdictionary",
            "regcollation",
            "enum");

    /** Types whose contents can be read as text or JSON, built in or from extensions shipped with PostgreSQL. */
    private static final Set<String> WORDS = Set.of(
            "text",
            "varchar",
            "bpchar",
            "name",
            "citext",
            "json",
            "jsonb",
            "bytea",
            "uuid",
            "int4",
            "int8",
            "numeric",
            "inet",
            "cidr",
            "xml",
            "tsvector",
            "tsquery",
            "hstore",
            "ltree",
            "multirange",
            "jsonpath",
            "cube",
            "seg",
            "isbn",
            "ean13");

    public static final ColumnType TEXT =
            new ColumnType("text", "text", Optional.empty(), List.of(), Optional.empty(), false, List.of("text"));

    public ColumnType {
        labels = List.copyOf(labels);
        leaves = List.copyOf(leaves);
    }

    public TypeFamily family() {
        if (!labels.isEmpty()) {
            return TypeFamily.OTHER;
        }
        return switch (base) {
            case "text", "varchar", "bpchar", "citext", "name" -> TypeFamily.TEXT;
            case "uuid" -> TypeFamily.UUID;
            case "int4", "int8" -> TypeFamily.WHOLE;
            case "date" -> TypeFamily.DATE;
            case "timestamp", "timestamptz" -> TypeFamily.TIMESTAMP;
            case "json", "jsonb" -> TypeFamily.JSON;
            default -> TypeFamily.OTHER;
        };
    }

    public ContentKind contentKind() {
        if (NO_WORDS.containsAll(leaves)) {
            return ContentKind.NONE;
        }
        if (!leaves.stream().allMatch(leaf -> NO_WORDS.contains(leaf) || WORDS.contains(leaf))) {
            return ContentKind.UNKNOWN;
        }
        return switch (base) {
            case "text", "varchar", "bpchar", "citext", "name", "inet", "cidr", "ltree" -> ContentKind.TEXT;
            case "uuid", "int4", "int8", "numeric" -> ContentKind.IDENTIFIER;
            case "json", "jsonb" -> ContentKind.DOCUMENT;
            case "bytea" -> ContentKind.BYTES;
            default -> ContentKind.PARTS;
        };
    }

    public boolean holdsBytes() {
        return leaves.contains("bytea");
    }

    public boolean isPlainText() {
        return name.equals("text");
    }

    /** The type as written in ALTER TABLE. */
    public String declaration() {
        return name + collation.map(one -> " COLLATE " + one).orElse("");
    }

    @Override
    public String toString() {
        return name;
    }
}
