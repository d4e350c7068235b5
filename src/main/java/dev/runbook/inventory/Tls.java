package dev.runbook.inventory;

/** The TLS mode of a database connection. */
public enum Tls {
    DISABLE("disable"),
    PREFER("prefer"),
    REQUIRE("require"),
    VERIFY_FULL("verify-full");

    private final String word;

    Tls(String word) {
        this.word = word;
    }

    /** The mode as the inventory writes it. */
    public String word() {
        return word;
    }
}
