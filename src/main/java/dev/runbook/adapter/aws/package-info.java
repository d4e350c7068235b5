/**
 * The ports on AWS: requests of the SDK's model in, its descriptions or {@link dev.runbook.port.PortException} out.
 * Clients are created on first use. Read {@link dev.runbook.adapter.aws.AwsAccounts} first.
 */
@NullMarked
package dev.runbook.adapter.aws;

import org.jspecify.annotations.NullMarked;
