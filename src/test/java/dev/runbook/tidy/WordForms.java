package dev.runbook.tidy;

import java.util.Set;

/** Recognises words that name neither a thing nor an action, as far as lists and endings can tell. */
final class WordForms {

    private static final Set<String> ADVERBS = Set.of(
            "again",
            "alone",
            "anew",
            "apart",
            "aside",
            "besides",
            "forth",
            "maybe",
            "meanwhile",
            "otherwise",
            "perhaps",
            "soon",
            "together",
            "usually");

    private static final Set<String> IRREGULAR_PARTICIPLES = Set.of(
            "begun",
            "born",
            "bound",
            "broken",
            "brought",
            "built",
            "chosen",
            "done",
            "drawn",
            "driven",
            "fallen",
            "found",
            "given",
            "gone",
            "grown",
            "heard",
            "held",
            "hidden",
            "kept",
            "known",
            "laid",
            "left",
            "lost",
            "made",
            "meant",
            "met",
            "paid",
            "risen",
            "said",
            "seen",
            "sent",
            "shown",
            "sought",
            "spent",
            "spoken",
            "stood",
            "sworn",
            "taken",
            "taught",
            "thought",
            "told",
            "understood",
            "woken",
            "won",
            "worn",
            "written");

    /** Verbs and nouns that end like a participle. */
    private static final Set<String> NO_PARTICIPLES = Set.of(
            "bed", "embed", "exceed", "feed", "need", "proceed", "red", "seed", "shed", "speed", "succeed", "thread");

    private static final Set<String> PREPOSITIONS = Set.of("at", "by", "for", "from", "in", "of", "on", "to", "with");

    private WordForms() {}

    static boolean isAdverb(String word) {
        return ADVERBS.contains(word);
    }

    /** Whether the word leaves a participle before it without a noun: {@code madeBy}. */
    static boolean isPreposition(String word) {
        return PREPOSITIONS.contains(word);
    }

    static boolean isParticiple(String word) {
        return IRREGULAR_PARTICIPLES.contains(word)
                || (word.endsWith("ed") && word.length() > 3 && !NO_PARTICIPLES.contains(word));
    }
}
