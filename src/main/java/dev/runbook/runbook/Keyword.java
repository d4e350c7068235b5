package dev.runbook.runbook;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A word of the runbook language that is not a module: the single source of schema, manual and reference table.
 *
 * @param places where it is allowed
 * @param type the shape of its value
 * @param choices the allowed texts; empty if any is
 * @param doc one sentence
 * @param example on one line: for a place inside a task one item of {@code tasks}, otherwise one play or task file
 */
public record Keyword(
        String name, Set<Place> places, KeywordType type, List<String> choices, String doc, String example) {

    /** The places of a module call. */
    static final Set<Place> TASKS = Set.of(Place.TASK, Place.HANDLER);

    /** The places of an entry in a list of tasks or handlers. */
    static final Set<Place> PARTS = Set.of(Place.TASK, Place.HANDLER, Place.BLOCK, Place.INCLUDE);

    static final Set<Place> EVERYWHERE = Set.of(Place.PLAY, Place.TASK, Place.HANDLER, Place.BLOCK, Place.INCLUDE);

    /** The pattern of an AWS error code. */
    public static final String CODE = "[A-Za-z][A-Za-z0-9._-]*";

    /** The places of keywords. */
    public enum Place {
        PLAY,
        TASK,
        HANDLER,
        BLOCK,
        INCLUDE,
        LOOP_CONTROL,
        RETRY,
        ROLE,
        PROMPT,
        TASK_FILE,
        INPUT
    }

    /** The shape of a keyword's value. */
    public enum KeywordType {
        /** One text, without expressions. */
        NAME,
        /** One text, which may contain expressions. */
        TEXT,
        /** A text or a list of texts. */
        NAMES,
        /** An AWS error code or a list of them. */
        CODES,
        BOOL,
        WHOLE,
        DURATION,
        /** A condition without braces or a list of them. */
        CONDITIONS,
        /** A mapping from names to values of any type. */
        VALUES,
        VALUE,
        /** A list, or an expression that yields one. */
        LIST,
        /** A number of pairs, a percentage, or a list of these. */
        BATCHES,
        /** Tasks, blocks and includes. */
        PARTS,
        /** A list of handlers. */
        HANDLERS,
        /** A list of mappings with the keywords of {@link Place#PROMPT}. */
        PROMPTS,
        /** A mapping from names to mappings with the keywords of {@link Place#INPUT}. */
        INPUTS,
        /** A mapping from modules to their arguments. */
        DEFAULTS,
        /** A mapping with the keywords of {@link Place#RETRY}. */
        RETRY,
        /** A mapping with the keywords of {@link Place#ROLE}. */
        ROLE,
        /** A mapping with the keywords of {@link Place#LOOP_CONTROL}. */
        LOOP_CONTROL
    }

    public Keyword {
        places = Set.copyOf(places);
        choices = List.copyOf(choices);
    }

    /** Every keyword, in the order of the manual. */
    public static List<Keyword> all() {
        return Stream.of(GeneralKeywords.ALL, ExecutionKeywords.ALL, CredentialKeywords.ALL)
                .flatMap(List::stream)
                .toList();
    }

    /** The keywords of a place, in the order of the manual. */
    public static List<Keyword> of(Place place) {
        return all().stream()
                .filter(keyword -> keyword.places().contains(place))
                .toList();
    }

    static List<String> names(Place place) {
        return of(place).stream().map(Keyword::name).toList();
    }
}
