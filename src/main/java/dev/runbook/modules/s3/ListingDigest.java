package dev.runbook.modules.s3;

import dev.runbook.expression.Value;
import dev.runbook.port.ObjectListing.Entry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Computes number, size and digest of objects while they are listed, in bounded memory. */
final class ListingDigest {

    private static final int SHOWN_BYTES = 16;

    private final String noun;
    private final MessageDigest digest;
    private long objects;
    private long bytes;

    /** @param noun the name of the number of objects in the facts */
    ListingDigest(String noun) {
        this.noun = noun;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    void add(Entry entry) {
        objects++;
        bytes += entry.sizeBytes();
        String line = entry.key() + "\0" + entry.sizeBytes() + " " + entry.etag() + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
    }

    /** The totals; may be called only once. */
    Value.Fields facts() {
        Map<String, Value> facts = new LinkedHashMap<>();
        facts.put(noun, new Value.Whole(objects));
        facts.put("bytes", new Value.Whole(bytes));
        facts.put("digest", new Value.Text(HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES)));
        return new Value.Fields(facts);
    }
}
