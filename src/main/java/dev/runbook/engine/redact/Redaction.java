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

/** Knows every secret of this process and takes it out of whatever is shown, in each form it may have there. */
public final class Redaction {

    private static final String MASK = "***";

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final SecretIndex index = new SecretIndex();

    /**
     * Keeps a secret out of everything shown from now on; one of less than four characters would blank ordinary text. A text
     * that was made of a known secret is one itself, but not each of its lines.
     */
    public void addSecret(String secret) {
        if (secret.length() >= SecretForms.LENGTH_MIN && !known.contains(secret)) {
            index.add(SecretForms.of(secret, !has(secret)));
            known.add(secret);
        }
    }

    /** Keeps every secret inside a value. */
    public void addSecret(Value value) {
        if (value instanceof Value.Secret secret) {
            addSecret(secret.reveal());
        } else if (value instanceof Value.Items items) {
            items.items().forEach(this::addSecret);
        } else if (value instanceof Value.Fields fields) {
            fields.fields().values().forEach(this::addSecret);
        }
    }

    /** Whether the text holds a secret. */
    private boolean has(String text) {
        return !mask(text).equals(text);
    }

    /** The value with every text in it made secret that holds a secret: what a program has printed is as secret as what it was told. */
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

    /** The event without any secret; what the engine itself counts and what later runs read stays. */
    public EventRecord<?> mask(EventRecord<?> event) {
        return EventLines.rewrite(event, (value, verbatim) -> {
            boolean own = value instanceof Value.Whole || value instanceof Value.Decimal || verbatim;
            return own ? conceal(value) : maskParts(value);
        });
    }

    /** The text without any secret; a line break inside one stays, so that lines remain lines. */
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

    /** Whether a secret may have begun at the end of the last line, to go on in the line that follows. */
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

    /** Lines of a list are read as one text as well: what a program prints may break a secret in two. */
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
