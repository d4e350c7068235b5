package dev.runbook.modules.sql.rules;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.ColumnType;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Generates values of a strategy without a key: all if they are few, otherwise many. They show whether a constraint
 * will accept masked values.
 */
final class GeneratedValues {

    private static final int MANY = 2_000;

    /** Counts up from 0 and is not random, so that a check and a run use the same values. */
    private int count;

    private final Map<String, List<String>> dictionaries = new HashMap<>();

    /** Empty if the values of the strategy depend on the column's values. */
    List<String> of(Mask mask, Column column) {
        count = 0;
        List<String> values = mask instanceof AddressMask address ? address(address.part()) : generate(mask, column);
        int lengthMax = column.type().lengthMax().orElse(Integer.MAX_VALUE);
        return values.stream()
                .filter(value -> value.length() <= lengthMax || mask instanceof Mask.FreeTextMask)
                .map(value -> value.substring(0, Math.min(value.length(), lengthMax)))
                .toList();
    }

    private List<String> generate(Mask mask, Column column) {
        if (mask instanceof Mask.EmailMask email) {
            return generateMany(
                    email.unique()
                            ? () -> letters("uU", 1) + letters("abcdefghijklmnopABCDEFGHIJKLMNOP", 20) + "@example.test"
                            : () -> first().toLowerCase(Locale.ROOT) + "." + last().toLowerCase(Locale.ROOT) + "."
                                    + letters("0123456789abcdef", 8) + "@example.test");
        }
        if (mask instanceof Mask.PersonMask person) {
            return switch (person.part()) {
                case "first" -> entries("first_names");
                case "last" -> entries("last_names");
                default -> generateMany(() -> first() + " " + last());
            };
        }
        if (mask instanceof Mask.PhoneMask) {
            return generateMany(() -> "+1" + (200 + next(800)) + "55501" + letters("0123456789", 2));
        }
        if (mask instanceof Mask.HashMask hash && column.family() == ColumnType.TypeFamily.TEXT) {
            return generateMany(() -> letters("0123456789abcdef", hash.length()));
        }
        if (mask instanceof Mask.FreeTextMask) {
            return generateMany(() -> String.join(
                    " ",
                    IntStream.rangeClosed(0, next(60))
                            .mapToObj(word -> pickEntry("words"))
                            .toList()));
        }
        return List.of();
    }

    private List<String> address(String part) {
        Supplier<String> street = () -> (1 + next(200)) + " " + pickEntry("streets");
        Supplier<String> postcode = () -> "00" + letters("0123456789", 3);
        return switch (part) {
            case "street" -> generateMany(street);
            case "city" -> entries("cities");
            case "postcode" ->
                IntStream.range(0, 1000).mapToObj("00%03d"::formatted).toList();
            default -> generateMany(() -> street.get() + ", " + pickEntry("cities") + ", " + postcode.get());
        };
    }

    private static List<String> generateMany(Supplier<String> made) {
        return Stream.generate(made).limit(MANY).toList();
    }

    private String first() {
        return pickEntry("first_names");
    }

    private String last() {
        return pickEntry("last_names");
    }

    private String pickEntry(String dictionary) {
        List<String> entries = entries(dictionary);
        return entries.get(next(entries.size()));
    }

    private String letters(String from, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(from.charAt(next(from.length())));
        }
        return letters.toString();
    }

    /** A number below a bound; successive numbers are spread evenly. */
    private int next(int bound) {
        count++;
        int mixed = count * 0x9E37_79B9;
        return Math.floorMod(((mixed ^ (mixed >>> 15)) * 0x85EB_CA6B) >>> 3, bound);
    }

    private List<String> entries(String dictionary) {
        return dictionaries.computeIfAbsent(dictionary, GeneratedValues::read);
    }

    private static List<String> read(String dictionary) {
        try {
            Value.Items entries = (Value.Items) Json.read(MaskingStatements.dictionary(dictionary));
            return entries.items().stream().map(Value::show).toList();
        } catch (ParseException e) {
            throw new IllegalStateException(dictionary, e);
        }
    }
}
