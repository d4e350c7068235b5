package dev.runbook.modules;

import dev.runbook.expression.Value;

/**
 * A call as a check prints it and a saved plan compares it.
 *
 * @param service {@code rds}, {@code s3}, {@code sql}, {@code process}, {@code http}, {@code clock}
 * @param action the service's own name of the action: {@code PromoteReadReplica}, {@code CopyObject}, {@code ALTER TABLE}
 * @param subject the resource: {@code temp-mitosis-demo}
 * @param parameters as sent; may contain secret and unknown values
 * @param effect the expected effect in words: {@code about 10,000 rows}; empty if there is nothing to add
 */
public record CallDescription(String service, String action, String subject, Value.Fields parameters, String effect) {}
