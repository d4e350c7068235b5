package dev.runbook.modules.sql;

import java.util.Iterator;
import java.util.List;

/** Numbers that a query has answered, to be taken in the order in which they were asked for. */
final class Counts {

    private final Iterator<Long> numbers;

    Counts(List<Long> numbers) {
        this.numbers = numbers.iterator();
    }

    long next() {
        return numbers.next();
    }
}
