package dev.runbook.journal;

/** A constant with a fixed word in journals. */
interface EventWord {

    String word();
}
