package dev.runbook.port;

/** The folder of the run, for what a module must leave behind: reports of masking, of settings. */
public interface EvidenceStore {

    /** Writes a text whole or not at all, readable by the owner only, and returns its path. An existing one is replaced. */
    String save(String fileName, String text) throws PortException;
}
