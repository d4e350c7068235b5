package dev.runbook.journal;

/** A value with a fixed word in journals. */
interface EventWord {

    String word();
}
