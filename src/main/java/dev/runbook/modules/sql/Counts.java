package dev.runbook.modules.sql;

import java.util.Iterator;
import java.util.List;

/** The counts that a query returned, read in the order of its expressions. */
final class Counts {

    private final Iterator<Long> numbers;

    Counts(List<Long> numbers) {
        this.numbers = numbers.iterator();
    }

    long next() {
        return numbers.next();
    }
}
