/**
 * Finds and reads the files, settings, variables and secrets of a project. Read
 * {@link dev.runbook.cli.project.ProjectFileFinder} first.
 */
@NullMarked
package dev.runbook.cli.project;

import org.jspecify.annotations.NullMarked;
