/** An S3 server on loopback that keeps its objects as files. Read {@link S3Server} first. */
@NullMarked
package dev.runbook.sandbox.s3;

import org.jspecify.annotations.NullMarked;
