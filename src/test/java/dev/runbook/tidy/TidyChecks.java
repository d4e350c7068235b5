package dev.runbook.tidy;

import java.util.List;
import java.util.stream.Stream;

/** Every habit that is checked. */
final class TidyChecks {

    private TidyChecks() {}

    static List<TidyCheck> all() {
        return Stream.of(
                        SizeChecks.all(),
                        NameChecks.all(),
                        ValueChecks.all(),
                        EffectChecks.all(),
                        CommentChecks.all(),
                        SuiteChecks.all())
                .flatMap(List::stream)
                .toList();
    }
}
