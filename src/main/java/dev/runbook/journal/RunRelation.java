package dev.runbook.journal;

/** What a run does with an earlier one. */
public enum RunRelation implements EventWord {
    RESUMES("resumes"),
    ROLLS_BACK("rolls_back"),
    DISCARDS("discards");

    private final String word;

    RunRelation(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
