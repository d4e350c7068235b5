package dev.runbook.modules.sql.rules;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The secret from which masked values are derived, prepared for HMAC-SHA256 in the database. Only its id is shown.
 *
 * @param inner the key block of RFC 2104 with 0x36, in hexadecimal digits
 * @param outer the same with 0x5c
 */
public record MaskKey(String id, String inner, String outer) {

    static final int BYTES_MIN = 32;
    private static final int BLOCK = 64;

    /** Random keys of 32 letters, digits or hexadecimal digits have far more; repeated words have less. */
    private static final double BITS_MIN = 80;

    private static final byte[] COPY_HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

    /**
     * Derives the key from a secret.
     *
     * @throws IllegalArgumentException if the secret is too short or can be guessed
     */
    public static MaskKey of(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < BYTES_MIN) {
            throw new IllegalArgumentException(
                    "the key has " + bytes.length + " bytes; at least " + BYTES_MIN + " are required");
        }
        if (bits(bytes) < BITS_MIN) {
            throw new IllegalArgumentException("the key can be guessed: it repeats a few characters or is a sequence");
        }
        byte[] block = Arrays.copyOf(bytes.length > BLOCK ? sha256(bytes) : bytes, BLOCK);
        return new MaskKey(HexFormat.of().formatHex(sha256(bytes)).substring(0, 8), pad(block, 0x36), pad(block, 0x5c));
    }

    static String digest(String text) {
        return HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * One row of {@code COPY ... WITH (FORMAT binary)}: the two blocks as bytea. The server never quotes a binary row,
     * not even in an error message.
     *
     * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, binary format</a>
     */
    byte[] copyRow() {
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        row.writeBytes(COPY_HEADER);
        row.writeBytes(
                ByteBuffer.allocate(10).putInt(0).putInt(0).putShort((short) 2).array());
        for (String field : new String[] {inner, outer}) {
            row.writeBytes(ByteBuffer.allocate(4).putInt(BLOCK).array());
            row.writeBytes(HexFormat.of().parseHex(field));
        }
        row.writeBytes(ByteBuffer.allocate(2).putShort((short) -1).array());
        return row.toByteArray();
    }

    /**
     * The entropy of the bytes or of the steps between them, whichever is lower; only the first period of a repeating
     * key counts.
     */
    private static double bits(byte[] bytes) {
        int length = period(bytes);
        byte[] steps = new byte[length];
        for (int i = 0; i < length; i++) {
            steps[i] = (byte) (bytes[(i + 1) % bytes.length] - bytes[i]);
        }
        return length * Math.min(entropy(Arrays.copyOf(bytes, length)), entropy(steps));
    }

    private static int period(byte[] bytes) {
        for (int length = 1; length < bytes.length; length++) {
            if (Arrays.equals(bytes, length, bytes.length, bytes, 0, bytes.length - length)) {
                return length;
            }
        }
        return bytes.length;
    }

    /** Shannon entropy in bits per byte. */
    private static double entropy(byte[] bytes) {
        Map<Byte, Integer> counts = new HashMap<>();
        for (byte one : bytes) {
            counts.merge(one, 1, Integer::sum);
        }
        return counts.values().stream()
                .mapToDouble(count -> (double) count / bytes.length)
                .map(share -> -share * Math.log(share) / Math.log(2))
                .sum();
    }

    private static String pad(byte[] block, int with) {
        byte[] padded = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            padded[i] = (byte) (block[i] ^ with);
        }
        return HexFormat.of().formatHex(padded);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "key " + id;
    }
}
