package dev.runbook.modules;

/** An IAM action on a resource: {@code rds:PromoteReadReplica} on {@code arn:aws:rds:*:*:db:temp-demo}. */
public record Permission(String action, String resource) {}
