package dev.runbook.modules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A short digest of a call for the key of its change, so that an edited call is a new change. */
public final class ChangeKeyDigest {

    private static final int BYTES = 6;

    private ChangeKeyDigest() {}

    /** The digest of several texts; includes the boundaries between them. */
    public static String of(List<String> parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                sha.update(bytes);
            }
            return HexFormat.of().formatHex(sha.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** The digest of a program's folder and arguments. */
    public static String of(ExternalProgram program) {
        List<String> parts = new ArrayList<>();
        parts.add(program.folder());
        program.argv().items().forEach(part -> parts.add(part.show()));
        return of(parts);
    }
}
