package dev.runbook.modules.sql;

import dev.runbook.port.Database.Parameter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The secret behind all masked values, ready for HMAC-SHA256 inside the database. Only its id is ever shown.
 *
 * @param inner the key block of RFC 2104 with 0x36, as a bytea literal
 * @param outer the same with 0x5c
 */
record MaskKey(String id, String inner, String outer) {

    static final int BYTES_MIN = 32;
    private static final int BLOCK = 64;

    static MaskKey of(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < BYTES_MIN) {
            throw new IllegalArgumentException(
                    "the key has " + bytes.length + " bytes; " + BYTES_MIN + " are the least");
        }
        byte[] block = Arrays.copyOf(bytes.length > BLOCK ? sha256(bytes) : bytes, BLOCK);
        return new MaskKey(HexFormat.of().formatHex(sha256(bytes)).substring(0, 8), pad(block, 0x36), pad(block, 0x5c));
    }

    static String digest(String text) {
        return HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** For {@code set_config}: bound, so that no statement text ever holds the key. */
    List<Parameter> parameters() {
        return List.of(Parameter.secret(inner), Parameter.secret(outer));
    }

    private static String pad(byte[] block, int with) {
        byte[] padded = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            padded[i] = (byte) (block[i] ^ with);
        }
        return "\\x" + HexFormat.of().formatHex(padded);
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
