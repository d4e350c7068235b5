package dev.runbook.engine.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The texts by which a secret is recognised. Escapes are none of them: a {@link DecodedText} undoes those. */
final class SecretForms {

    /** Shorter ones would blank ordinary text. */
    static final int LENGTH_MIN = 4;

    /** A longer one, such as all that a program has printed, is never shown as a whole but in lines. */
    private static final int LENGTH_MAX = 1 << 14;

    private static final int BASE64_CHARACTER_BITS = 6;

    private SecretForms() {}

    /**
     * The secret itself, each of its lines, and both as bytes in base64 and in hexadecimal digits. A line of a key file is as
     * secret as the whole of it, and is what a program that prints the file shows.
     *
     * @param lines whether each line is a secret
     */
    static Set<String> of(String secret, boolean lines) {
        Set<String> forms = new LinkedHashSet<>();
        if (secret.length() <= LENGTH_MAX) {
            add(secret, forms);
            add(String.join("", secret.lines().toList()), forms);
        }
        if (lines && secret.indexOf('\n') >= 0) {
            secret.lines().forEach(line -> add(line, forms));
        }
        forms.removeIf(form -> form.length() < LENGTH_MIN);
        return forms;
    }

    private static void add(String text, Set<String> forms) {
        String bare = text.strip();
        if (bare.length() < LENGTH_MIN) {
            return;
        }
        forms.add(bare);
        forms.addAll(quotedForms(bare));
        for (String each : List.of(text, bare)) {
            byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
            forms.addAll(base64(bytes));
            forms.add(HexFormat.of().formatHex(bytes));
            forms.add(HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT));
        }
    }

    /** A quote is doubled in SQL and YAML, and left and entered again in a shell. */
    private static List<String> quotedForms(String text) {
        List<String> quoted = new ArrayList<>();
        for (String quote : List.of("''", "'''", "'\\''", "'\"'\"'")) {
            quoted.add(text.replace("'", quote));
        }
        quoted.add(text.replace("\"", "\"\""));
        return quoted;
    }

    /**
     * The characters of base64 that depend on these bytes alone, for each of the three places they may have in a longer text,
     * such as the one that begins with a user's name; in both alphabets.
     */
    static Set<String> base64(byte[] bytes) {
        Set<String> forms = new LinkedHashSet<>();
        for (int before = 0; before < 3; before++) {
            byte[] padded = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, padded, before, bytes.length);
            int first = (before * Byte.SIZE + BASE64_CHARACTER_BITS - 1) / BASE64_CHARACTER_BITS;
            int end = padded.length * Byte.SIZE / BASE64_CHARACTER_BITS;
            String encoded = Base64.getEncoder().encodeToString(padded).substring(first, end);
            forms.add(encoded);
            forms.add(encoded.replace('+', '-').replace('/', '_'));
        }
        return forms;
    }
}
