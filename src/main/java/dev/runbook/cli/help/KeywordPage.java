package dev.runbook.cli.help;

import dev.runbook.cli.TextTable;
import dev.runbook.runbook.Keyword;
import dev.runbook.yaml.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats the manual of the keywords from the table that the parser uses. */
public final class KeywordPage {

    private KeywordPage() {}

    /** One line per keyword. */
    public static List<String> all() {
        TextTable table = new TextTable().row("keyword", "where", "meaning");
        Keyword.all().forEach(keyword -> table.row(keyword.name(), places(keyword), keyword.doc()));
        return table.lines();
    }

    /** Everything about the keywords of this name; a name may have different meanings in different places. */
    public static List<String> of(String name) {
        List<String> lines = new ArrayList<>();
        for (Keyword keyword : Keyword.all()) {
            if (keyword.name().equals(name)) {
                if (!lines.isEmpty()) {
                    lines.add("");
                }
                lines.add(keyword.name() + "  in " + places(keyword));
                lines.add("");
                lines.add("  " + keyword.doc());
                lines.add("  Value: " + value(keyword) + ".");
                lines.add("");
                lines.add("  " + keyword.example());
            }
        }
        return lines;
    }

    /** Where a keyword is allowed, for example {@code task, block, include}. */
    static String places(Keyword keyword) {
        return Arrays.stream(Keyword.Place.values())
                .filter(keyword.places()::contains)
                .map(place -> place.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    private static String value(Keyword keyword) {
        if (!keyword.choices().isEmpty()) {
            return "one of " + String.join(", ", keyword.choices());
        }
        return switch (keyword.type()) {
            case NAME -> "text without expressions";
            case TEXT -> "text";
            case NAMES -> "a text or a list of texts";
            case CODES -> "an error code of AWS or a list of them";
            case BOOL -> "true or false";
            case WHOLE -> "a whole number";
            case DURATION -> ValueType.DURATION.words();
            case CONDITIONS -> "a condition or a list of conditions, written without braces";
            case VALUES -> "a mapping from names to values";
            case VALUE -> "any value";
            case LIST -> "a list, or an expression that yields one";
            case BATCHES -> "a number of pairs, a percentage, or a list of these";
            case PARTS -> "a list of tasks, blocks and includes";
            case HANDLERS -> "a list of handlers";
            case PROMPTS -> "a list of mappings with " + inner(Keyword.Place.PROMPT);
            case INPUTS -> "a mapping from names to mappings with " + inner(Keyword.Place.INPUT);
            case DEFAULTS -> "a mapping from modules to arguments";
            case RETRY -> "a mapping with " + inner(Keyword.Place.RETRY);
            case LOOP_CONTROL -> "a mapping with " + inner(Keyword.Place.LOOP_CONTROL);
            case ROLE -> "a mapping with " + inner(Keyword.Place.ROLE);
        };
    }

    private static String inner(Keyword.Place place) {
        return Keyword.of(place).stream().map(Keyword::name).collect(Collectors.joining(", "));
    }
}
