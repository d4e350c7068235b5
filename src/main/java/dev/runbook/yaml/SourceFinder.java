package dev.runbook.yaml;

import java.util.Optional;

/** Finds the texts that a file names, such as {@code vars_files}. */
@FunctionalInterface
public interface SourceFinder {

    /** The text under this path, relative to the file that names it; empty when there is none. */
    Optional<Source> find(String path, Source namedIn);

    /** Why there is none, in the words of an error message. */
    default String missingReason(String path, Source namedIn) {
        return "there is no file '" + path + "'";
    }
}
