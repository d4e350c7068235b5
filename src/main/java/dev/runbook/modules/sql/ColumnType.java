package dev.runbook.modules.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The type of a column, looked at through all domains.
 *
 * @param name with its length, as it would be written: {@code character varying(40)}
 * @param base name of the type below all domains: {@code varchar}
 * @param lengthMax in characters; empty when there is no limit
 * @param labels of an enum; empty for every other type
 * @param collation when it is not the type's own
 * @param foldsCase whether values that differ in case only are equal
 * @param leaves names of the types that values are made of, below domains, arrays, composites and ranges
 */
record ColumnType(
        String name,
        String base,
        Optional<Integer> lengthMax,
        List<String> labels,
        Optional<String> collation,
        boolean foldsCase,
        List<String> leaves) {

    /** What a strategy can make of a column. */
    enum Family {
        TEXT,
        UUID,
        WHOLE,
        DATE,
        TIMESTAMP,
        JSON,
        OTHER
    }

    /** How the verification reads what is kept of a column. */
    enum Reading {
        /** Not at all: its values are no words and no numbers that tell who somebody is. */
        NONE,
        /** Its text. */
        TEXT,
        /** Its text, for originals only: what looks like a telephone number or a card is a key as often. */
        IDENTIFIER,
        /** Every text and number inside a document. */
        DOCUMENT,
        /** Bytes that are text; others cannot be read. */
        BYTES,
        /** Every text and number inside an array, composite, range or other value that has parts. */
        PARTS,
        /** No way to tell what its values say. */
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

    /** Types whose text or JSON says what they hold; of the system and of extensions that come with PostgreSQL. */
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

    static final ColumnType TEXT =
            new ColumnType("text", "text", Optional.empty(), List.of(), Optional.empty(), false, List.of("text"));

    ColumnType {
        labels = List.copyOf(labels);
        leaves = List.copyOf(leaves);
    }

    Family family() {
        if (!labels.isEmpty()) {
            return Family.OTHER;
        }
        return switch (base) {
            case "text", "varchar", "bpchar", "citext", "name" -> Family.TEXT;
            case "uuid" -> Family.UUID;
            case "int4", "int8" -> Family.WHOLE;
            case "date" -> Family.DATE;
            case "timestamp", "timestamptz" -> Family.TIMESTAMP;
            case "json", "jsonb" -> Family.JSON;
            default -> Family.OTHER;
        };
    }

    Reading reading() {
        if (NO_WORDS.containsAll(leaves)) {
            return Reading.NONE;
        }
        if (!leaves.stream().allMatch(leaf -> NO_WORDS.contains(leaf) || WORDS.contains(leaf))) {
            return Reading.UNKNOWN;
        }
        return switch (base) {
            case "text", "varchar", "bpchar", "citext", "name", "inet", "cidr", "ltree" -> Reading.TEXT;
            case "uuid", "int4", "int8", "numeric" -> Reading.IDENTIFIER;
            case "json", "jsonb" -> Reading.DOCUMENT;
            case "bytea" -> Reading.BYTES;
            default -> Reading.PARTS;
        };
    }

    boolean holdsBytes() {
        return leaves.contains("bytea");
    }

    boolean isPlainText() {
        return name.equals("text");
    }

    /** As ALTER TABLE takes it. */
    String written() {
        return name + collation.map(one -> " COLLATE " + one).orElse("");
    }

    @Override
    public String toString() {
        return name;
    }
}
