package dev.runbook.modules.sql.verify;

import java.util.Iterator;
import java.util.List;

/** The counts that a query returned, read in the order of its expressions. */
final class CountCursor {

    private final Iterator<Long> numbers;

    CountCursor(List<Long> numbers) {
        this.numbers = numbers.iterator();
    }

    long next() {
        return numbers.next();
    }
}
