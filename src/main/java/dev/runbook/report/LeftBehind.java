package dev.runbook.report;

import dev.runbook.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An instance that a pair's last picture still shows though it has no use for good.
 *
 * @param status as RDS names it
 * @param why what it is
 */
record LeftBehind(String instance, String status, String why) {

    /** Everything that is left of a pair's work, or in a check would be left. */
    static List<LeftBehind> of(Chronicle.PairPart pair) {
        List<LeftBehind> left = new ArrayList<>();
        for (Drawn drawn : Drawn.of(last(pair))) {
            why(drawn).ifPresent(why -> left.add(new LeftBehind(drawn.name(), drawn.status(), why)));
        }
        return left;
    }

    Value.Fields fields() {
        return Document.of("instance", instance)
                .with("status", status)
                .with("why", why)
                .fields();
    }

    private static Optional<Facts> last(Chronicle.PairPart pair) {
        return pair.world("after").or(() -> pair.world("before"));
    }

    private static Optional<String> why(Drawn drawn) {
        return switch (drawn.part()) {
            case "old" -> Optional.of("had the target's name before the swap; delete it when nobody needs it any more");
            case "other" -> Optional.of("an earlier refresh has left it; delete it when that is not to be continued");
            case "new" ->
                drawn.name().equals(drawn.becomes()) || drawn.becomes().isEmpty()
                        ? Optional.empty()
                        : Optional.of("is to become " + drawn.becomes()
                                + (drawn.state().isEmpty()
                                        ? ""
                                        : "; its data is " + drawn.state().replace('-', ' ')));
            default -> Optional.empty();
        };
    }
}
