package dev.runbook.engine;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Knows every secret of this process and takes it out of whatever is shown, in each form it may have there. */
public final class Redaction {

    private static final String MASK = "***";
    private static final int LENGTH_MIN = 4;

    private final Set<String> secrets =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** Keeps a secret out of everything shown from now on; one of less than four characters would blank ordinary text. */
    public synchronized void keep(String secret) {
        if (secret.length() >= LENGTH_MIN) {
            secrets.add(secret);
            secrets.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
            secrets.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
            secrets.add(Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
            secrets.add(jsonEscaped(secret));
        }
    }

    /** Keeps every secret inside a value. */
    public void keep(Value value) {
        if (value instanceof Value.Secret secret) {
            keep(secret.reveal());
        } else if (value instanceof Value.Items items) {
            items.items().forEach(this::keep);
        } else if (value instanceof Value.Fields fields) {
            fields.fields().values().forEach(this::keep);
        }
    }

    /** The event without any secret. */
    public Event mask(Event event) {
        return new Event(event.at(), event.kind(), event.pair(), event.task(), masked(event.fields()));
    }

    /** The text without any secret. */
    public synchronized String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    private Value masked(Value value) {
        if (value instanceof Value.Text text) {
            return new Value.Text(mask(text.text()));
        }
        if (value instanceof Value.Items items) {
            List<Value> masked = items.items().stream().map(this::masked).toList();
            return new Value.Items(masked);
        }
        if (value instanceof Value.Fields fields) {
            return masked(fields);
        }
        if (value instanceof Value.Whole || value instanceof Value.Decimal) {
            String shown = value.show();
            return mask(shown).equals(shown) ? value : new Value.Text(MASK);
        }
        return value instanceof Value.Secret ? new Value.Text(MASK) : value;
    }

    private Value.Fields masked(Value.Fields fields) {
        Map<String, Value> masked = new LinkedHashMap<>();
        fields.fields().forEach((key, value) -> masked.put(mask(key), masked(value)));
        return new Value.Fields(masked);
    }

    private static String jsonEscaped(String secret) {
        return secret.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
    }
}
