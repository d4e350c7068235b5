package dev.runbook.yaml;

import java.util.Optional;

/** What files of another tool hold and cannot mean the same here. */
public final class Foreign {

    /** How a text begins that {@code ansible-vault} has encrypted. */
    private static final String VAULT = "$ANSIBLE_VAULT;";

    private static final String KEPT = "keep the value itself with lookup('secret', 'name') or lookup('env', 'NAME')";

    private Foreign() {}

    /** The mistake that a tag is which YAML does not have. */
    static Problem tag(String tag, Position place) {
        String hint = switch (tag) {
            case "!vault", "!vault-encrypted" -> "Ansible's vault is not read; " + KEPT;
            case "!unsafe" ->
                "to have braces in a text write them as {{ '{{' }} and {{ '}}' }}; a text without braces needs no tag";
            default -> "remove the tag";
        };
        return new Problem("unknown-tag", place, "unknown tag '" + tag + "'", hint);
    }

    /** The mistake that a text is whose meaning only its key tells; empty for every other one. */
    public static Optional<Problem> text(String text, Position place) {
        return isEncrypted(text)
                ? Optional.of(new Problem(
                        "encrypted-value", place, "this is encrypted by Ansible's vault, which is not read", KEPT))
                : Optional.empty();
    }

    /** Whether a text is cipher text of {@code ansible-vault}, which is no value. */
    public static boolean isEncrypted(String text) {
        return text.stripLeading().startsWith(VAULT);
    }
}
