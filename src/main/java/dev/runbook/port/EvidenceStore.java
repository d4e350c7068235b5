package dev.runbook.port;

/** The evidence that modules store in the folder of the run: reports of masking and of settings. */
public interface EvidenceStore {

    /**
     * Writes a text atomically to a file that only its owner can read, and returns the path. An existing file is replaced.
     *
     * @throws PortException BROKEN when the file cannot be written
     */
    String save(String fileName, String text) throws PortException;
}
