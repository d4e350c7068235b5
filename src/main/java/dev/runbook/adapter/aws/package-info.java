/**
 * The ports on AWS: in go requests of the SDK's model, out come its descriptions and {@link dev.runbook.port.PortException}.
 * Clients are made when first used. Read {@link dev.runbook.adapter.aws.AwsAccounts} first.
 */
@NullMarked
package dev.runbook.adapter.aws;

import org.jspecify.annotations.NullMarked;
