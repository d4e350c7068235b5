package dev.runbook;

import dev.runbook.expression.Value;

/** Compares the parameters of a call with those that a check listed. */
public final class PredictedCalls {

    private PredictedCalls() {}

    /** Whether they are equal, except for values that a check cannot know or must not show. */
    public static boolean matches(Value made, Value listed) {
        if (listed.show().equals("***") || listed.show().equals("<known when run>")) {
            return true;
        }
        if (made instanceof Value.Fields fields && listed instanceof Value.Fields others) {
            return fields.fields().keySet().equals(others.fields().keySet())
                    && fields.fields().keySet().stream()
                            .allMatch(key -> matches(
                                    fields.get(key).orElseThrow(),
                                    others.get(key).orElseThrow()));
        }
        if (made instanceof Value.Items items && listed instanceof Value.Items others) {
            boolean equal = items.items().size() == others.items().size();
            for (int at = 0; equal && at < items.items().size(); at++) {
                equal = matches(items.items().get(at), others.items().get(at));
            }
            return equal;
        }
        return made.equals(listed);
    }
}
