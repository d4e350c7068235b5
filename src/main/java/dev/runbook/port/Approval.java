package dev.runbook.port;

/** Questions to the user who started the run. */
public interface Approval {

    /**
     * Asks whether to continue and waits for the answer. With {@code --yes} the answer is yes without asking.
     *
     * @throws PortException UNANSWERED when there is no terminal to ask at
     */
    boolean isGranted(String question) throws PortException, InterruptedException;

    /**
     * Asks whether to run a task of a pair and waits for the answer. Without {@code --step} the answer is yes without asking.
     *
     * @param task its number and name: {@code 3/8 Mask personal data}
     * @throws PortException UNANSWERED when there is no terminal to ask at
     */
    default boolean isWanted(String pair, String task) throws PortException, InterruptedException {
        return true;
    }
}
