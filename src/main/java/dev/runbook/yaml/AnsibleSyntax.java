package dev.runbook.yaml;

import java.util.Optional;

/** What files of another tool hold and cannot mean the same here. */
public final class AnsibleSyntax {

    /** How a text begins that {@code ansible-vault} has encrypted. */
    private static final String VAULT_HEADER = "$ANSIBLE_VAULT;";

    private static final String LOOKUP_HINT =
            "look the value up with lookup('secret', 'name') or lookup('env', 'NAME')";

    private AnsibleSyntax() {}

    /** The mistake that a tag is which YAML does not have. */
    static Problem tagProblem(String tag, Position place) {
        String hint = switch (tag) {
            case "!vault", "!vault-encrypted" -> "Ansible Vault is not supported; " + LOOKUP_HINT;
            case "!unsafe" -> "for literal braces write {{ '{{' }} and {{ '}}' }}; text without braces needs no tag";
            default -> "remove the tag";
        };
        return new Problem("unknown-tag", place, "unknown tag '" + tag + "'", hint);
    }

    /** The problem of a text that is encrypted with Ansible Vault; empty for every other text. */
    public static Optional<Problem> vaultProblem(String text, Position place) {
        return isEncrypted(text)
                ? Optional.of(new Problem(
                        "encrypted-value",
                        place,
                        "the value is encrypted with Ansible Vault, which is not supported",
                        LOOKUP_HINT))
                : Optional.empty();
    }

    /** Whether a text is cipher text of {@code ansible-vault}, which is no value. */
    public static boolean isEncrypted(String text) {
        return text.stripLeading().startsWith(VAULT_HEADER);
    }
}
