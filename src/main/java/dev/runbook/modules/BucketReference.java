package dev.runbook.modules;

import dev.runbook.yaml.Position;
import java.util.Optional;

/**
 * A bucket, or a prefix in it, that a task names in its arguments; parts given by an expression are empty.
 *
 * @param isWritten whether the task writes to it or only reads it
 * @param account empty for the account of the pair's side
 * @param bucket empty when bucket or prefix are known only when the task is evaluated
 * @param prefix empty for the whole bucket
 */
public record BucketReference(
        boolean isWritten, Optional<String> account, Optional<String> bucket, String prefix, Position position) {}
