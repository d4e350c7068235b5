package dev.runbook.engine.redact;

import dev.runbook.expression.Value;
import dev.runbook.journal.EventLines;
import dev.runbook.journal.EventRecord;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Masks every known secret of this process in all output, in every form that it may have there. */
public final class Redaction {

    private static final String MASK = "***";

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final SecretIndex index = new SecretIndex();

    /**
     * Masks a secret from now on. Secrets of less than four characters are ignored: they would mask ordinary text. A text that
     * contains a known secret is a secret as a whole, but not each of its lines.
     */
    public void addSecret(String secret) {
        if (secret.length() >= SecretForms.LENGTH_MIN && !known.contains(secret)) {
            index.add(SecretForms.of(secret, !has(secret)));
            known.add(secret);
        }
    }

    /** Masks every secret inside a value from now on. */
    public void addSecret(Value value) {
        if (value instanceof Value.Secret secret) {
            addSecret(secret.reveal());
        } else if (value instanceof Value.Items items) {
            items.items().forEach(this::addSecret);
        } else if (value instanceof Value.Fields fields) {
            fields.fields().values().forEach(this::addSecret);
        }
    }

    /** Whether the text contains a secret. */
    private boolean has(String text) {
        return !mask(text).equals(text);
    }

    /** Makes every text in the value secret that contains a secret: output that repeats a secret is secret, too. */
    Value taint(Value value) {
        if (value instanceof Value.Text text) {
            return has(text.text()) ? new Value.Secret(text.text()) : value;
        }
        if (value instanceof Value.Items items) {
            return new Value.Items(items.items().stream().map(this::taint).toList());
        }
        if (value instanceof Value.Fields fields) {
            return taint(fields);
        }
        return value;
    }

    public Value.Fields taint(Value.Fields fields) {
        Map<String, Value> tainted = new LinkedHashMap<>();
        fields.fields().forEach((key, field) -> tainted.put(key, taint(field)));
        return new Value.Fields(tainted);
    }

    /** The event without any secret; numbers of the engine and fields that later runs read stay. */
    public EventRecord<?> mask(EventRecord<?> event) {
        return EventLines.rewrite(event, (value, verbatim) -> {
            boolean own = value instanceof Value.Whole || value instanceof Value.Decimal || verbatim;
            return own ? conceal(value) : maskParts(value);
        });
    }

    /** The text without any secret; a line break inside a secret stays, so that the number of lines does not change. */
    public String mask(String text) {
        if (known.isEmpty()) {
            return text;
        }
        BitSet secret = new BitSet();
        for (DecodedText decoded : DecodedText.all(text)) {
            index.mark(decoded, secret);
        }
        return secret.isEmpty() ? text : maskParts(text, secret);
    }

    /** Whether the last line may end inside a secret that continues on the next line. */
    boolean mayGoOn(List<String> lines) {
        return index.mayGoOn(
                String.join("", lines.stream().map(String::stripLeading).toList()));
    }

    private static String maskParts(String text, BitSet secret) {
        StringBuilder masked = new StringBuilder(text.length());
        int end = 0;
        for (int start = secret.nextSetBit(0); start >= 0; start = secret.nextSetBit(end)) {
            masked.append(text, end, start);
            end = secret.nextClearBit(start);
            masked.append(MASK);
            text.substring(start, end)
                    .chars()
                    .filter(each -> each == '\n')
                    .forEach(each -> masked.append('\n').append(MASK));
        }
        return masked.append(text, end, text.length()).toString();
    }

    private Value maskParts(Value value) {
        if (value instanceof Value.Text text) {
            return new Value.Text(mask(text.text()));
        }
        if (value instanceof Value.Items items) {
            return new Value.Items(maskParts(items.items()));
        }
        if (value instanceof Value.Fields fields) {
            Map<String, Value> masked = new LinkedHashMap<>();
            fields.fields().forEach((key, field) -> masked.put(mask(key), maskParts(field)));
            return new Value.Fields(masked);
        }
        if (value instanceof Value.Whole || value instanceof Value.Decimal) {
            String shown = value.show();
            return mask(shown).equals(shown) ? value : new Value.Text(MASK);
        }
        return conceal(value);
    }

    /** Masks the lines of a list as one text, because output may split a secret across lines. */
    private List<Value> maskParts(List<Value> items) {
        boolean lines = items.stream()
                .allMatch(item -> item instanceof Value.Text text && text.text().indexOf('\n') < 0);
        if (!lines || items.isEmpty()) {
            return items.stream().map(this::maskParts).toList();
        }
        String whole = String.join("\n", items.stream().map(Value::show).toList());
        List<Value> masked = new ArrayList<>();
        for (String line : mask(whole).split("\n", -1)) {
            masked.add(new Value.Text(line));
        }
        return masked;
    }

    private static Value conceal(Value value) {
        return value instanceof Value.Secret ? new Value.Text(MASK) : value;
    }
}
