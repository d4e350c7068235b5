package dev.runbook.yaml;

import java.util.Optional;

/** Detects syntax of Ansible that has no meaning in a runbook. */
public final class AnsibleSyntax {

    /** The first characters of a text encrypted with {@code ansible-vault}. */
    private static final String VAULT_HEADER = "$ANSIBLE_VAULT;";

    private static final String LOOKUP_HINT =
            "look the value up with lookup('secret', 'name') or lookup('env', 'NAME')";

    private AnsibleSyntax() {}

    /** The problem of a tag that YAML does not define. */
    static Problem tagProblem(String tag, Position place) {
        String hint = switch (tag) {
            case "!vault", "!vault-encrypted" -> "Ansible Vault is not supported; " + LOOKUP_HINT;
            case "!unsafe" -> "for literal braces write {{ '{{' }} and {{ '}}' }}; text without braces needs no tag";
            default -> "remove the tag";
        };
        return new Problem("unknown-tag", place, "unknown tag '" + tag + "'", hint);
    }

    /** The problem of a text encrypted with Ansible Vault; empty for any other text. */
    public static Optional<Problem> vaultProblem(String text, Position place) {
        return isEncrypted(text)
                ? Optional.of(new Problem(
                        "encrypted-value",
                        place,
                        "the value is encrypted with Ansible Vault, which is not supported",
                        LOOKUP_HINT))
                : Optional.empty();
    }

    /** Whether a text is encrypted with {@code ansible-vault}, so that it cannot be used as a value. */
    public static boolean isEncrypted(String text) {
        return text.stripLeading().startsWith(VAULT_HEADER);
    }
}
