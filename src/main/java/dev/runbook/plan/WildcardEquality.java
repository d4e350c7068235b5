package dev.runbook.plan;

import dev.runbook.expression.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares a current value with a planned one; unknown and secret parts of the planned value match anything. */
final class WildcardEquality {

    private static final String SECRET = new Value.Secret("").show();
    private static final Pattern WILDCARD =
            Pattern.compile(Pattern.quote(SECRET) + "|" + Pattern.quote(Value.Unknown.DISPLAY_TEXT));

    private WildcardEquality() {}

    static boolean isEqual(Value planned, Value now) {
        String shown = planned.show();
        if (shown.equals(SECRET) || shown.equals(Value.Unknown.DISPLAY_TEXT)) {
            return true;
        }
        if (planned instanceof Value.Fields fields && now instanceof Value.Fields others) {
            return areFieldsEqual(fields.fields(), others.fields());
        }
        if (planned instanceof Value.Items items && now instanceof Value.Items others) {
            return areItemsEqual(items.items(), others.items());
        }
        boolean texts = planned instanceof Value.Text && now instanceof Value.Text;
        return texts ? isTextEqual(shown, now.show()) : planned.equals(now);
    }

    /** Whether the value contains an unknown or a secret part. */
    static boolean hasWildcard(Value planned) {
        return WILDCARD.matcher(planned.show()).find();
    }

    private static boolean areFieldsEqual(Map<String, Value> planned, Map<String, Value> now) {
        return planned.keySet().equals(now.keySet())
                && planned.entrySet().stream()
                        .allMatch(
                                field -> isEqual(field.getValue(), now.getOrDefault(field.getKey(), new Value.Null())));
    }

    private static boolean areItemsEqual(List<Value> planned, List<Value> now) {
        boolean alike = planned.size() == now.size();
        for (int at = 0; alike && at < planned.size(); at++) {
            alike = isEqual(planned.get(at), now.get(at));
        }
        return alike;
    }

    private static boolean isTextEqual(String planned, String now) {
        if (planned.equals(now) || !WILDCARD.matcher(planned).find()) {
            return planned.equals(now);
        }
        String pattern =
                Arrays.stream(WILDCARD.split(planned, -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(now).matches();
    }
}
