/**
 * A small AWS on loopback: RDS and STS requests and an S3 store in, real PostgreSQL servers and buckets behind them.
 * Known to the product only as an endpoint. Read {@link dev.runbook.sandbox.Sandbox} first, then {@link
 * dev.runbook.sandbox.rds.RdsApi} for the rules and {@link dev.runbook.sandbox.rds.OperationRunner} for what takes time.
 */
@org.jspecify.annotations.NullMarked
package dev.runbook.sandbox;
