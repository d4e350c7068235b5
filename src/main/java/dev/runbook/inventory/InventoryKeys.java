package dev.runbook.inventory;

import static dev.runbook.yaml.MappingSpec.Key.optional;
import static dev.runbook.yaml.MappingSpec.Key.required;

import dev.runbook.expression.Variable;
import dev.runbook.yaml.MappingSpec;
import dev.runbook.yaml.ValueShape;
import java.util.Arrays;

/** The keys of an inventory: the source of its reader, schema and manual. */
public final class InventoryKeys {

    static final MappingSpec ROLE = MappingSpec.of(
            "a role",
            required("arn", ValueShape.text(), "The role to assume.", "arn:aws:iam::123456789012:role/refresh"),
            optional(
                    "external_id",
                    ValueShape.text(),
                    "The external ID that the trust policy of the role requires.",
                    "refresh-staging"));

    static final MappingSpec ENDPOINTS = MappingSpec.of(
            "the endpoints",
            optional("rds", ValueShape.text(), "The endpoint of RDS.", "http://127.0.0.1:4510"),
            optional("s3", ValueShape.text(), "The endpoint of S3.", "http://127.0.0.1:4511"),
            optional("sts", ValueShape.text(), "The endpoint of STS.", "http://127.0.0.1:4510"),
            optional("secretsmanager", ValueShape.text(), "The endpoint of Secrets Manager.", "http://127.0.0.1:4510"),
            optional("ssm", ValueShape.text(), "The endpoint of Systems Manager.", "http://127.0.0.1:4510"));

    static final MappingSpec ACCOUNT = MappingSpec.of(
            "an account",
            required("region", ValueShape.text(), "The AWS region of its instances and buckets.", "eu-west-1"),
            optional(
                    "id",
                    ValueShape.textMatching("[0-9]{12}"),
                    "The 12-digit id of the account; the credentials must belong to it.",
                    "\"123456789012\""),
            optional("profile", ValueShape.text(), "The AWS profile to take credentials from.", "prod"),
            optional("assume_role", ValueShape.mapping(ROLE), "A role to assume before the first call.", "{arn: ...}"),
            optional(
                    "endpoint",
                    ValueShape.anyOf(ValueShape.text(), ValueShape.mapping(ENDPOINTS)),
                    "An endpoint to call instead of AWS: one for all services, or one per service.",
                    "http://127.0.0.1:4510"),
            optional(
                    "quarantine_security_groups",
                    ValueShape.oneOrMore(ValueShape.text()),
                    "The VPC security groups of a clone until it is masked.",
                    "[sg-0123456789abcdef0]"));

    static final MappingSpec LOGIN = MappingSpec.of(
            "the catalogue user",
            required("user", ValueShape.text(), "A user that can read the catalogue but no rows.", "runbook_reader"),
            required(
                    "password",
                    ValueShape.expression(),
                    "The password, from a lookup.",
                    "\"{{ lookup('secret', 'reader') }}\""));

    static final MappingSpec SIDE = MappingSpec.of(
            "a side",
            required("instance", ValueShape.text(), "The name of the RDS instance.", "shop-prod"),
            optional(
                    "account",
                    ValueShape.text(),
                    "The account of the instance; optional if the inventory has only one account.",
                    "production"),
            optional("database", ValueShape.oneOrMore(ValueShape.text()), "The database or databases to mask.", "shop"),
            optional("user", ValueShape.text(), "The master user of its databases.", "shop_admin"),
            optional(
                    "password",
                    ValueShape.expression(),
                    "The user's password, from a lookup; plain text is not allowed.",
                    "\"{{ lookup('secret', 'shop-prod') }}\""),
            optional(
                            "tls",
                            ValueShape.words(
                                    Arrays.stream(Tls.values()).map(Tls::word).toArray(String[]::new)),
                            "How connections to its databases are encrypted.",
                            "verify-full")
                    .withDefault("prefer"),
            optional(
                    "catalogue",
                    ValueShape.mapping(LOGIN),
                    "The login with which a check reads the names and types of columns.",
                    "{user: runbook_reader, password: ...}"));

    static final MappingSpec BUCKET = MappingSpec.of(
            "a bucket",
            required("bucket", ValueShape.template(), "The name of the bucket.", "shop-media"),
            optional("prefix", ValueShape.template(), "Only objects whose keys begin with this.", "images/"),
            optional(
                    "account",
                    ValueShape.text(),
                    "The account of the bucket. Default: the account of the pair's source or target.",
                    "production"));

    static final MappingSpec COPY = MappingSpec.of(
            "a copy",
            required("source", ValueShape.mapping(BUCKET), "The bucket to copy from.", "{bucket: shop-prod-media}"),
            required("target", ValueShape.mapping(BUCKET), "The bucket to copy to.", "{bucket: shop-stage-media}"),
            optional(
                    "include",
                    ValueShape.oneOrMore(ValueShape.template()),
                    "Only keys that match one of these globs.",
                    "[\"**/*.jpg\"]"),
            optional(
                    "exclude",
                    ValueShape.oneOrMore(ValueShape.template()),
                    "No keys that match one of these globs; they are not deleted either.",
                    "[\"tmp/**\"]"),
            optional("name", ValueShape.template(), "The name shown in the output.", "media"),
            optional(
                            "delete",
                            ValueShape.bool().orExpression(),
                            "Whether to delete target objects that the source does not have.",
                            "true")
                    .withDefault("false"),
            optional(
                    "delete_max",
                    ValueShape.whole(0, Long.MAX_VALUE).orExpression(),
                    "The maximum number of objects that one run may delete.",
                    "50"),
            optional(
                            "server_side",
                            ValueShape.bool().orExpression(),
                            "Whether S3 copies between accounts; the target's credentials must be able to read the"
                                    + " source.",
                            "true")
                    .withDefault("false"));

    static final MappingSpec PAIR = MappingSpec.of(
            "a pair",
            required(
                    "source",
                    ValueShape.mapping(SIDE.as("the source")),
                    "The instance to refresh from.",
                    "{instance: shop-prod}"),
            required(
                    "target",
                    ValueShape.mapping(SIDE.as("the target")),
                    "The instance to refresh.",
                    "{instance: shop-stage}"),
            optional("vars", Variable.shape(), "Variables of this pair.", "{shop_url: \"https://stage.example\"}"),
            optional(
                    "copies",
                    ValueShape.oneOrMore(ValueShape.mapping(COPY)),
                    "Objects to copy between buckets, for s3-sync.",
                    "[{source: {bucket: shop-prod-media}, target: {bucket: shop-stage-media}}]"),
            optional(
                    "target_buckets",
                    ValueShape.oneOrMore(ValueShape.mapping(BUCKET)),
                    "Buckets or prefixes that copies defined in a task may write to; the targets of the pair's copies"
                            + " are included.",
                    "[{bucket: shop-stage-media, prefix: thumbnails/}]"));

    static final MappingSpec GROUP = MappingSpec.of(
            "a group",
            optional("pairs", ValueShape.oneOrMore(ValueShape.text()), "The pairs in it.", "[demo, stage]"),
            optional(
                    "children",
                    ValueShape.oneOrMore(ValueShape.text()),
                    "Groups whose pairs also belong to it.",
                    "[shop]"),
            optional("vars", Variable.shape(), "Variables of all its pairs.", "{tier: staging}"));

    static final MappingSpec SANDBOX = MappingSpec.of(
            "the sandbox",
            required(
                    "fleet",
                    ValueShape.text(),
                    "The file that describes the instances and buckets.",
                    "sandbox-fleet.yml"),
            required("state", ValueShape.text(), "The folder for the data of the sandbox.", "../.runbook/sandbox"));

    static final MappingSpec INVENTORY = MappingSpec.of(
            "the inventory",
            optional(
                    "accounts",
                    ValueShape.mapOf(ValueShape.mapping(ACCOUNT)),
                    "The AWS accounts, by the name that pairs use.",
                    "{production: {region: eu-west-1}}"),
            optional(
                    "protect",
                    ValueShape.oneOrMore(ValueShape.text()),
                    "What must never be changed: globs for names of instances and buckets; ids or names of accounts, for"
                            + " everything in them.",
                    "[\"*-prod\", \"*-prod-*\", \"123456789012\"]"),
            optional("vars", Variable.shape(), "Variables of every pair.", "{region: eu-west-1}"),
            optional(
                    "groups",
                    ValueShape.mapOf(ValueShape.mapping(GROUP)),
                    "Named sets of pairs.",
                    "{shop: {pairs: [demo]}}"),
            optional(
                    "pairs",
                    ValueShape.mapOf(ValueShape.mapping(PAIR)),
                    "The pairs of source and target.",
                    "{demo: {source: {instance: shop-prod}, target: {instance: shop-demo}}}"),
            optional(
                    "sandbox",
                    ValueShape.mapping(SANDBOX),
                    "The sandbox to use instead of AWS.",
                    "{fleet: sandbox-fleet.yml, state: ../.runbook/sandbox}"));

    private InventoryKeys() {}

    /** The keys at the top level of an inventory. */
    public static MappingSpec spec() {
        return INVENTORY;
    }
}
