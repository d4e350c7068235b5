package dev.runbook.modules;

import dev.runbook.expression.Value;

/**
 * A call as it is printed and compared.
 *
 * @param service {@code rds}, {@code s3}, {@code sql}, {@code process}, {@code http}, {@code clock}
 * @param action the service's own word: {@code PromoteReadReplica}, {@code CopyObject}, {@code ALTER TABLE}
 * @param subject what it is about: {@code temp-mitosis-demo}
 * @param parameters as sent, secrets and unknown values as such
 * @param effect the expected size of the effect in words: {@code about 10,000 rows}; empty when there is nothing to say
 */
public record Description(String service, String action, String subject, Value.Fields parameters, String effect) {}
