package dev.runbook.journal;

/** Why a change, a task or a pair was skipped. */
public enum SkipReason implements EventWord {
    /** The change: its result exists in AWS. */
    EXISTS_IN_AWS("exists_in_aws", "exists in AWS"),
    /** The change: an earlier run of this refresh made it, and only the journal records it. */
    RECORDED("recorded", "recorded in the journal"),
    /** The change: it was started before, and AWS is still working on it. */
    UNDER_WAY("under_way", "under way in AWS"),
    /** The task: another pair or an earlier run did it for all pairs ({@code run_once}). */
    DONE_FOR_ALL_PAIRS("done_for_all_pairs", "done once for all pairs"),
    /** The task or its include: a condition of {@code when} is false. */
    CONDITION_FALSE("condition_false", "its condition is false"),
    /** The task or its include: the list of its loop is empty. */
    NO_ITEMS("no_items", "its list is empty"),
    /** The task: every item of its loop was skipped. */
    ITEMS_SKIPPED("items_skipped", "every item was skipped"),
    /** The tasks of an include in a check: the items of its loop are unknown until the run. */
    ITEMS_UNKNOWN("items_unknown", "its items are known when run"),
    /** The task: the user declined it. */
    ANSWERED_NO("answered_no", "declined at the prompt"),
    /** The pair: it finished in the run that is resumed. */
    FINISHED_EARLIER("finished_earlier", "finished in the run that is resumed"),
    /** The pair: every requested task was done in an earlier run. */
    NOTHING_LEFT("nothing_left", "nothing was left to do");

    private final String word;
    private final String text;

    SkipReason(String word, String text) {
        this.word = word;
        this.text = text;
    }

    @Override
    public String word() {
        return word;
    }

    /** The reason, for output. */
    public String text() {
        return text;
    }
}
