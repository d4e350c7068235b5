package dev.runbook.modules.sql.rules;

import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.ScalarType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the rule of one column: the name of a strategy, or a mapping with {@code mask} and its options. */
final class MaskReader {

    static final int DAYS_MAX = 10_000;

    private final Problems problems;

    MaskReader(Problems problems) {
        this.problems = problems;
    }

    Optional<Mask> read(Node.Entry entry) {
        if (entry.value() instanceof Node.Mapping mapping) {
            return readOptions(mapping);
        }
        return MappingReader.scalar(entry.value(), "a column's rule", problems).flatMap(this::readStrategy);
    }

    private Optional<Mask> readStrategy(Node.Scalar scalar) {
        return strategy(scalar).flatMap(word -> {
            Optional<String> needed =
                    RulesFileKeys.requiredOptions(word).stream().findFirst();
            if (needed.isPresent()) {
                problems.add(
                        "missing-key",
                        scalar.position(),
                        "'" + word + "' needs options",
                        "write {mask: " + word + ", " + needed.get() + ": "
                                + (needed.get().equals("paths") ? "{...}}" : "...}"));
                return Optional.empty();
            }
            return mask(word, reader(word, new Node.Mapping(List.of(), scalar.position())));
        });
    }

    private Optional<Mask> readOptions(Node.Mapping mapping) {
        Optional<Node> word = mapping.get("mask");
        if (word.isEmpty()) {
            problems.add("missing-key", mapping.position(), "a column's rule needs the key 'mask'", "add 'mask:'");
            return Optional.empty();
        }
        return MappingReader.scalar(word.get(), "'mask'", problems)
                .flatMap(this::strategy)
                .flatMap(name -> {
                    MappingReader reader = reader(name, mapping);
                    reader.node("mask");
                    Optional<Mask> made = mask(name, reader);
                    reader.reportUnknownKeys();
                    return made;
                });
    }

    private MappingReader reader(String strategy, Node.Mapping options) {
        return MappingReader.of(
                options,
                Optional.ofNullable(RulesFileKeys.STRATEGIES.get(strategy)).orElseThrow(),
                problems);
    }

    private Optional<String> strategy(Node.Scalar scalar) {
        if (scalar.text().isEmpty()) {
            problems.add("missing-mask", scalar.position(), "the column has no rule", "write keep or a strategy");
            return Optional.empty();
        }
        String word = ScalarType.of(scalar) == ScalarType.NULL ? "null" : scalar.text();
        Set<String> known = RulesFileKeys.STRATEGIES.keySet();
        if (!known.contains(word)) {
            String all = "strategies: " + String.join(", ", new TreeSet<>(known));
            problems.add(
                    "unknown-strategy",
                    scalar.position(),
                    "unknown strategy '" + word + "'",
                    Nearest.hint(word, known, all));
            return Optional.empty();
        }
        return Optional.of(word);
    }

    private Optional<Mask> mask(String word, MappingReader reader) {
        return switch (word) {
            case "keep" -> keep(reader);
            case "null" -> Optional.of(new Mask.NullMask());
            case "literal" -> reader.requireText("value").map(Mask.LiteralMask::new);
            case "hash" -> hash(reader);
            case "email" -> Optional.of(new Mask.EmailMask(reader.bool("unique").orElse(false)));
            case "person" ->
                part(reader, List.of("full", "first", "last"))
                        .map(part -> new Mask.PersonMask(part, reader.text("by")));
            case "phone" -> Optional.of(new Mask.PhoneMask());
            case "address" ->
                part(reader, List.of("full", "street", "city", "postcode"))
                        .map(part -> new AddressMask(part, reader.text("by")));
            case "date_shift" -> dateShift(reader);
            case "text" -> Optional.of(new Mask.FreeTextMask());
            case "json" -> json(reader);
            default -> expression(reader);
        };
    }

    private Optional<Mask> keep(MappingReader reader) {
        Optional<String> why = reader.text("why");
        return readKeep(why, reader, problems).map(keep -> keep);
    }

    /** Reads the options of a 'keep' rule; options that weaken the verification need a reason. */
    static Optional<Mask.KeepMask> readKeep(Optional<String> why, MappingReader reader, Problems problems) {
        boolean scanned = reader.bool("scan").orElse(true);
        long lookalikes = reader.whole("lookalikes").orElse(0L);
        if (why.isEmpty() && (!scanned || lookalikes > 0)) {
            problems.add(
                    "missing-key",
                    reader.position(),
                    scanned ? "'lookalikes' needs a reason" : "'scan: false' needs a reason",
                    "add why: <why these values may be kept>");
            return Optional.empty();
        }
        if (lookalikes < 0) {
            problems.add("out-of-range", reader.position(), "'lookalikes' must be 0 or more", "");
            return Optional.empty();
        }
        return Optional.of(new Mask.KeepMask(why.orElse(""), scanned, lookalikes));
    }

    private Optional<Mask> hash(MappingReader reader) {
        long length = reader.whole("length").orElse(32L);
        if (length < 8 || length > 64) {
            problems.add(
                    "out-of-range", reader.position(), "'length' must be 8 to 64, not " + length, "32 is 128 bits");
            return Optional.empty();
        }
        return Optional.of(new Mask.HashMask((int) length, reader.text("domain").orElse("hash")));
    }

    private Optional<Mask> dateShift(MappingReader reader) {
        long days = reader.whole("days").orElse(180L);
        Optional<String> by = reader.text("by");
        if (days < 1 || days > DAYS_MAX) {
            problems.add(
                    "out-of-range",
                    reader.position(),
                    "'days' must be 1 to " + DAYS_MAX + ", not " + days,
                    "180 moves by up to half a year");
            return Optional.empty();
        }
        return Optional.of(new Mask.DateShiftMask((int) days, by));
    }

    private Optional<String> part(MappingReader reader, List<String> parts) {
        Optional<Node.Scalar> written = reader.scalar("part");
        reader.text("by");
        if (written.isPresent() && !parts.contains(written.get().text())) {
            String word = written.get().text();
            problems.add(
                    "unknown-part",
                    written.get().position(),
                    "unknown part '" + word + "'",
                    Nearest.hint(word, parts, "parts: " + String.join(", ", parts)));
            return Optional.empty();
        }
        return written.map(Node.Scalar::text).or(() -> Optional.of(parts.get(0)));
    }

    private Optional<Mask> json(MappingReader reader) {
        reader.require("paths");
        Map<JsonPath, Mask> paths = new LinkedHashMap<>();
        reader.node("paths")
                .ifPresent(node -> MappingReader.of(node, "'paths'", problems)
                        .remainingEntries()
                        .forEach(entry -> read(entry)
                                .filter(mask -> fitsInside(entry, mask))
                                .ifPresent(mask -> path(entry, mask, paths).ifPresent(path -> paths.put(path, mask)))));
        return paths.isEmpty() ? Optional.empty() : Optional.of(new JsonMask(paths));
    }

    private boolean fitsInside(Node.Entry entry, Mask mask) {
        boolean fits =
                !(mask instanceof JsonMask || mask instanceof Mask.DateShiftMask || mask instanceof Mask.ExpressionMask)
                        && mask.by().isEmpty();
        if (!fits) {
            problems.add(
                    "bad-path",
                    entry.value().position(),
                    "'" + mask.strategyName() + "' cannot mask a value inside a document",
                    "use keep, null, literal, hash, email, person, phone, address or text");
        }
        return fits;
    }

    private Optional<JsonPath> path(Node.Entry entry, Mask mask, Map<JsonPath, Mask> paths) {
        Optional<JsonPath> path = JsonPath.read(entry.key().text());
        if (path.isEmpty()) {
            problems.add(
                    "bad-path",
                    entry.key().position(),
                    "'" + entry.key().text() + "' is not a path",
                    "write a.b, items[].serial, [].name for a list at the top, book.*.phone for any key,"
                            + " book.*~ for the names of such keys");
            return path;
        }
        if (path.get().leadsToNames() && mask instanceof Mask.NullMask) {
            problems.add(
                    "bad-path",
                    entry.key().position(),
                    "key names cannot become null",
                    "mask them with hash or email, or remove the path: then the keys are dropped");
            return Optional.empty();
        }
        for (JsonPath other : paths.keySet()) {
            if (path.get().isInside(other) || other.isInside(path.get())) {
                problems.add(
                        "bad-path",
                        entry.key().position(),
                        "'" + path.get() + "' and '" + other + "' overlap",
                        "name the inner paths only");
                return Optional.empty();
            }
        }
        return path;
    }

    private Optional<Mask> expression(MappingReader reader) {
        Optional<String> expression = reader.requireText("expression");
        Optional<Node.Scalar> pattern = reader.scalar("grammar");
        try {
            pattern.ifPresent(regex -> Pattern.compile(regex.text()));
        } catch (PatternSyntaxException e) {
            pattern.ifPresent(regex -> problems.add(
                    "bad-pattern", regex.position(), "not a regular expression: " + e.getDescription(), ""));
        }
        return expression.map(sql -> new Mask.ExpressionMask(sql, pattern.map(Node.Scalar::text)));
    }
}
