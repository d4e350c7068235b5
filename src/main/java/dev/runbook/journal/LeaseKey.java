package dev.runbook.journal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The target of a lease: an instance, or a part of a bucket.
 *
 * @param name independent of how an inventory names the account or its endpoint
 * @param displayName the name for messages
 */
public record LeaseKey(String name, String displayName) {

    private static final String BUCKET = "s3://";
    private static final int FILE_NAME_LENGTH_MAX = 200;

    /**
     * An instance, by account, region and name.
     *
     * @param account the twelve-digit account id
     */
    public static LeaseKey instance(String account, String region, String instance) {
        String name = account + "." + region + "." + instance.toLowerCase(Locale.ROOT);
        return new LeaseKey(name.replaceAll("[^A-Za-z0-9._-]", "_"), instance);
    }

    /**
     * A part of a bucket.
     *
     * @param prefix empty for the whole bucket
     */
    public static LeaseKey bucket(String bucket, String prefix) {
        String name = BUCKET + bucket + "/" + prefix;
        return new LeaseKey(name, name);
    }

    boolean isBucket() {
        return name.startsWith(BUCKET);
    }

    /** Whether the two leases conflict: the same target, or one part of a bucket inside the other. */
    boolean excludes(String other) {
        return name.equals(other) || (isBucket() && (other.startsWith(name) || isInside(other)));
    }

    private boolean isInside(String other) {
        return other.startsWith(BUCKET) && name.startsWith(other);
    }

    /** The name of the lease file, without the extension. */
    String fileName() {
        if (!isBucket()) {
            return name;
        }
        String whole = "s3." + URLEncoder.encode(name.substring(BUCKET.length()), StandardCharsets.UTF_8);
        return whole.length() <= FILE_NAME_LENGTH_MAX
                ? whole
                : whole.substring(0, FILE_NAME_LENGTH_MAX) + "." + Integer.toHexString(name.hashCode());
    }
}
