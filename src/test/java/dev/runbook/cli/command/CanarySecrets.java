package dev.runbook.cli.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A secret to inject into a run, and a search for it in the output, in every encoding and in parts. */
final class CanarySecrets {

    /** Contains characters that each encoding escapes, and no part that occurs in other output. */
    static final String SECRET = "kanarie\"Vq7\\zw&Pr0\u00df 'vogel'/9+x";

    private static final int PART_LENGTH = 6;
    /** Longer, because digits and entities also occur in other texts. */
    private static final int LONG_PART_LENGTH = 12;

    private CanarySecrets() {}

    /** Every part of the secret found in a text, with its encoding. */
    static List<String> leaks(String text) {
        List<String> leaks = new ArrayList<>();
        forms().forEach((form, secret) -> {
            int length = form.startsWith("hex") || form.equals("xml") ? LONG_PART_LENGTH : PART_LENGTH;
            for (int at = 0; at + length <= secret.length(); at++) {
                String part = secret.substring(at, at + length);
                int found = text.indexOf(part);
                if (found >= 0) {
                    leaks.add(
                            form + ": " + text.substring(Math.max(0, found - 60), Math.min(text.length(), found + 60)));
                    return;
                }
            }
        });
        return leaks;
    }

    private static Map<String, String> forms() {
        Map<String, String> forms = new LinkedHashMap<>();
        byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
        String url = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        String json = SECRET.replace("\\", "\\\\").replace("\"", "\\\"");
        forms.put("as it is", SECRET);
        forms.put("url", url);
        forms.put("url path", url.replace("+", "%20"));
        forms.put("url of every byte", HexFormat.of().withPrefix("%").formatHex(bytes));
        forms.put(
                "url of every byte, capital",
                HexFormat.of().withPrefix("%").withUpperCase().formatHex(bytes));
        forms.put("json", json);
        forms.put("json of letters only", json.replace("\u00df", "\\u00df"));
        forms.put("json in json", json.replace("\\", "\\\\").replace("\"", "\\\""));
        forms.put("xml", SECRET.replace("&", "&amp;").replace("\"", "&quot;").replace("'", "&#39;"));
        forms.put("shell", SECRET.replace("'", "'\\''"));
        forms.put("hex", HexFormat.of().formatHex(bytes));
        forms.put("hex, capital", HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT));
        int place = 0;
        for (String encoded : base64(bytes)) {
            forms.put("base64 at " + place++, encoded);
        }
        return forms;
    }

    /** At the three possible offsets in a longer text, without the characters at both ends that depend on the rest. */
    private static Set<String> base64(byte[] bytes) {
        Set<String> encoded = new LinkedHashSet<>();
        for (int before = 0; before < 3; before++) {
            byte[] longer = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, longer, before, bytes.length);
            String whole = Base64.getEncoder().encodeToString(longer).replace("=", "");
            encoded.add(whole.substring(before == 0 ? 0 : 3, whole.length() - 1));
        }
        return encoded;
    }
}
