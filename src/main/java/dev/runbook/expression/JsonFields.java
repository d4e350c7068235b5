package dev.runbook.expression;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads fields of a value that is JSON text, such as a secret with the parts of a login. */
public final class JsonFields {

    private JsonFields() {}

    /**
     * Reads a field of a JSON text; every field of a secret is a secret.
     *
     * @param key with dots for a field inside a field; a field whose own name contains the dots takes precedence
     * @throws LookupException if the text is not a JSON mapping, or has no such field
     */
    static Value of(Value text, String key) throws LookupException {
        Optional<Value> found = read(text).flatMap(fields -> fieldAt(fields, key));
        if (found.isEmpty()) {
            throw new LookupException(
                    LookupException.Kind.NOT_FOUND,
                    read(text).isPresent()
                            ? "it has no key '" + key + "'"
                            : "it is not a JSON object, so it has no key '" + key + "'");
        }
        return text instanceof Value.Secret ? Taint.conceal(found.get()) : found.get();
    }

    /**
     * The fields of a secret JSON text, secret if their names say so: a program that receives the text may print them
     * separately.
     */
    public static List<Value> findSecrets(Value text) {
        List<Value> secrets = new ArrayList<>();
        if (text instanceof Value.Secret) {
            read(text).ifPresent(fields -> collect(fields, secrets));
        }
        return secrets;
    }

    private static void collect(Value.Fields fields, List<Value> secrets) {
        fields.fields().forEach((name, value) -> {
            if (value instanceof Value.Fields inner) {
                collect(inner, secrets);
            } else {
                secrets.add(Value.Secret.classify(name, value));
            }
        });
    }

    private static Optional<Value> fieldAt(Value.Fields fields, String key) {
        Optional<Value> whole = fields.get(key);
        int dot = key.indexOf('.');
        if (whole.isPresent() || dot < 0) {
            return whole;
        }
        return fields.get(key.substring(0, dot)).orElse(new Value.Null()) instanceof Value.Fields inner
                ? fieldAt(inner, key.substring(dot + 1))
                : Optional.empty();
    }

    private static Optional<Value.Fields> read(Value text) {
        try {
            return JsonReader.read(Taint.reveal(text).show(), JsonReader.DEPTH_MAX) instanceof Value.Fields fields
                    ? Optional.of(fields)
                    : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
