package dev.runbook.plan;

import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A digest that verifies a secret without revealing it; slow to compute, so that weak secrets cannot be guessed in bulk.
 *
 * @param salt random bytes, in hexadecimal digits
 * @param digest in hexadecimal digits
 */
public record SaltedDigest(String salt, String digest) {

    private static final int SALT_BYTES = 16;
    private static final int DIGEST_BITS = 256;
    private static final int ITERATIONS = 210_000;

    /**
     * Computes the digest of a secret.
     *
     * @param chance a cryptographically strong generator
     */
    public static SaltedDigest of(String secret, RandomGenerator chance) {
        byte[] salt = new byte[SALT_BYTES];
        chance.nextBytes(salt);
        return new SaltedDigest(HexFormat.of().formatHex(salt), digest(secret, salt));
    }

    /** Whether the digest was made from this secret. */
    public boolean matches(String secret) {
        return digest(secret, HexFormat.of().parseHex(salt)).equals(digest);
    }

    private static String digest(String secret, byte[] salt) {
        PBEKeySpec key = new PBEKeySpec(secret.toCharArray(), salt, ITERATIONS, DIGEST_BITS);
        try {
            byte[] bytes = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
            String text = HexFormat.of().formatHex(bytes);
            Arrays.fill(bytes, (byte) 0);
            return text;
        } catch (NoSuchAlgorithmException | InvalidKeySpecException impossible) {
            throw new IllegalStateException("every Java has PBKDF2", impossible);
        } finally {
            key.clearPassword();
        }
    }
}
