package dev.runbook.port;

/** The person who started the run. */
public interface Approval {

    /**
     * Asks whether to go on and waits for the answer. Answers yes by itself when the run was started with {@code --yes}.
     *
     * @throws PortException UNANSWERED when nobody can be asked
     */
    boolean isGranted(String question) throws PortException, InterruptedException;

    /**
     * Asks whether to carry out a task of a pair and waits for the answer. Answers yes by itself unless the run was started
     * with {@code --step}.
     *
     * @param task its place and name: {@code 3/8 Mask what is personal}
     */
    default boolean isWanted(String pair, String task) throws PortException, InterruptedException {
        return true;
    }
}
