package dev.runbook.world;

/** Host and port of a DB instance. */
public record Address(String host, int port) {

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
