package dev.runbook.world;

/** Where a DB instance is reached. */
public record Address(String host, int port) {

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
