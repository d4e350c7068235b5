/** JSON values, AWS SDK shapes and the AWS query protocol, converted into each other. Read {@link JsonValue} first, then {@link SdkShapes}. */
@NullMarked
package dev.runbook.sandbox.wire;

import org.jspecify.annotations.NullMarked;
