/** The fleet file, injected faults and the credentials of the sandbox. Read {@link Fleet} first. */
@NullMarked
package dev.runbook.sandbox.config;

import org.jspecify.annotations.NullMarked;
