package dev.runbook.modules;

import dev.runbook.yaml.Position;
import java.util.Optional;

/**
 * A bucket, or a part of it, that the arguments of a task name; what stands in an expression is left open.
 *
 * @param written whether the task writes to it; it only reads otherwise
 * @param account empty for that of the pair's side
 * @param bucket empty when bucket or prefix are known only when the task is evaluated
 * @param prefix empty for the whole bucket
 */
public record GivenPlace(
        boolean written, Optional<String> account, Optional<String> bucket, String prefix, Position position) {}
