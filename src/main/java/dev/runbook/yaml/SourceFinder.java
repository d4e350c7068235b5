package dev.runbook.yaml;

import java.util.Optional;

/** Finds the files that another file refers to, such as {@code vars_files}. */
@FunctionalInterface
public interface SourceFinder {

    /** The file at this path, relative to the file that names it; empty if it does not exist. */
    Optional<Source> find(String path, Source namedIn);

    /** Why the file cannot be found, as error messages say it. */
    default String missingReason(String path, Source namedIn) {
        return "there is no file '" + path + "'";
    }
}
