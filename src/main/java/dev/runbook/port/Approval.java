package dev.runbook.port;

/** The person who started the run. */
public interface Approval {

    /**
     * Asks whether to go on and waits for the answer. Answers yes by itself when the run was started with {@code --yes}.
     *
     * @throws PortException DENIED when nobody can be asked
     */
    boolean granted(String question) throws PortException, InterruptedException;
}
