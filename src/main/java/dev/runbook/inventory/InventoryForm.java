package dev.runbook.inventory;

import static dev.runbook.yaml.Form.Key.optional;
import static dev.runbook.yaml.Form.Key.required;

import dev.runbook.expression.Variable;
import dev.runbook.yaml.Form;
import dev.runbook.yaml.Shape;
import java.util.Arrays;

/** The keys of an inventory: what its reader asks for, and what its schema and manual say. */
public final class InventoryForm {

    static final Form ROLE = Form.of(
            "a role",
            required("arn", Shape.text(), "The role to assume.", "arn:aws:iam::123456789012:role/refresh"),
            optional("external_id", Shape.text(), "The external ID that the trust policy of the role requires.", "refresh-staging"));

    static final Form ENDPOINTS = Form.of(
            "the endpoints",
            optional("rds", Shape.text(), "The endpoint of RDS.", "http://127.0.0.1:4510"),
            optional("s3", Shape.text(), "The endpoint of S3.", "http://127.0.0.1:4511"),
            optional("sts", Shape.text(), "The endpoint of STS.", "http://127.0.0.1:4510"),
            optional("secretsmanager", Shape.text(), "The endpoint of Secrets Manager.", "http://127.0.0.1:4510"),
            optional("ssm", Shape.text(), "The endpoint of Systems Manager.", "http://127.0.0.1:4510"));

    static final Form ACCOUNT = Form.of(
            "an account",
            required("region", Shape.text(), "The AWS region of its instances and buckets.", "eu-west-1"),
            optional(
                    "id",
                    Shape.matching("[0-9]{12}"),
                    "The 12-digit id of the account; the credentials must belong to it.",
                    "\"123456789012\""),
            optional("profile", Shape.text(), "The AWS profile to take credentials from.", "prod"),
            optional("assume_role", Shape.mapping(ROLE), "A role to assume before the first call.", "{arn: ...}"),
            optional(
                    "endpoint",
                    Shape.either(Shape.text(), Shape.mapping(ENDPOINTS)),
                    "An endpoint to call instead of AWS: one for all services, or one per service.",
                    "http://127.0.0.1:4510"),
            optional(
                    "quarantine_security_groups",
                    Shape.oneOrMore(Shape.text()),
                    "The VPC security groups of a clone until it is masked.",
                    "[sg-0123456789abcdef0]"));

    static final Form LOGIN = Form.of(
            "the catalogue user",
            required("user", Shape.text(), "A user that can read the catalogue but no rows.", "runbook_reader"),
            required(
                    "password",
                    Shape.expression(),
                    "The password, from a lookup.",
                    "\"{{ lookup('secret', 'reader') }}\""));

    static final Form SIDE = Form.of(
            "a side",
            required("instance", Shape.text(), "The name of the RDS instance.", "shop-prod"),
            optional(
                    "account",
                    Shape.text(),
                    "The account of the instance; optional if the inventory has only one account.",
                    "production"),
            optional(
                    "database", Shape.oneOrMore(Shape.text()), "The database or databases to mask.", "shop"),
            optional("user", Shape.text(), "The master user of its databases.", "shop_admin"),
            optional(
                    "password",
                    Shape.expression(),
                    "The user's password, from a lookup; plain text is not allowed.",
                    "\"{{ lookup('secret', 'shop-prod') }}\""),
            optional(
                            "tls",
                            Shape.words(
                                    Arrays.stream(Tls.values()).map(Tls::word).toArray(String[]::new)),
                            "How connections to its databases are encrypted.",
                            "verify-full")
                    .or("prefer"),
            optional(
                    "catalogue",
                    Shape.mapping(LOGIN),
                    "The login with which a check reads the names and types of columns.",
                    "{user: runbook_reader, password: ...}"));

    static final Form BUCKET = Form.of(
            "a bucket",
            required("bucket", Shape.template(), "The name of the bucket.", "shop-media"),
            optional("prefix", Shape.template(), "Only objects whose keys begin with this.", "images/"),
            optional(
                    "account",
                    Shape.text(),
                    "The account of the bucket. Default: the account of the pair's source or target.",
                    "production"));

    static final Form COPY = Form.of(
            "a copy",
            required("source", Shape.mapping(BUCKET), "The bucket to copy from.", "{bucket: shop-prod-media}"),
            required("target", Shape.mapping(BUCKET), "The bucket to copy to.", "{bucket: shop-stage-media}"),
            optional(
                    "include",
                    Shape.oneOrMore(Shape.template()),
                    "Only keys that match one of these globs.",
                    "[\"**/*.jpg\"]"),
            optional(
                    "exclude",
                    Shape.oneOrMore(Shape.template()),
                    "No keys that match one of these globs; they are not deleted either.",
                    "[\"tmp/**\"]"),
            optional("name", Shape.template(), "The name shown in the output.", "media"),
            optional(
                            "delete",
                            Shape.truth().orExpression(),
                            "Whether to delete target objects that the source does not have.",
                            "true")
                    .or("false"),
            optional(
                    "delete_max",
                    Shape.whole(0, Long.MAX_VALUE).orExpression(),
                    "The maximum number of objects that one run may delete.",
                    "50"),
            optional(
                            "server_side",
                            Shape.truth().orExpression(),
                            "Whether S3 copies between accounts; the target's credentials must be able to read the"
                                    + " source.",
                            "true")
                    .or("false"));

    static final Form PAIR = Form.of(
            "a pair",
            required(
                    "source",
                    Shape.mapping(SIDE.as("the source")),
                    "The instance to refresh from.",
                    "{instance: shop-prod}"),
            required("target", Shape.mapping(SIDE.as("the target")), "The instance to refresh.", "{instance: shop-stage}"),
            optional("vars", Variable.shape(), "Variables of this pair.", "{shop_url: \"https://stage.example\"}"),
            optional(
                    "copies",
                    Shape.oneOrMore(Shape.mapping(COPY)),
                    "Objects to copy between buckets, for s3-sync.",
                    "[{source: {bucket: shop-prod-media}, target: {bucket: shop-stage-media}}]"),
            optional(
                    "target_buckets",
                    Shape.oneOrMore(Shape.mapping(BUCKET)),
                    "Buckets or prefixes that copies defined in a task may write to; the targets of the pair's copies"
                            + " are included.",
                    "[{bucket: shop-stage-media, prefix: thumbnails/}]"));

    static final Form GROUP = Form.of(
            "a group",
            optional("pairs", Shape.oneOrMore(Shape.text()), "The pairs in it.", "[demo, stage]"),
            optional("children", Shape.oneOrMore(Shape.text()), "Groups whose pairs also belong to it.", "[shop]"),
            optional("vars", Variable.shape(), "Variables of all its pairs.", "{tier: staging}"));

    static final Form SANDBOX = Form.of(
            "the sandbox",
            required(
                    "fleet",
                    Shape.text(),
                    "The file that describes the instances and buckets.",
                    "sandbox-fleet.yml"),
            required("state", Shape.text(), "The folder for the data of the sandbox.", "../.runbook/sandbox"));

    static final Form INVENTORY = Form.of(
            "the inventory",
            optional(
                    "accounts",
                    Shape.named(Shape.mapping(ACCOUNT)),
                    "The AWS accounts, by the name that pairs use.",
                    "{production: {region: eu-west-1}}"),
            optional(
                    "protect",
                    Shape.oneOrMore(Shape.text()),
                    "What must never be changed: globs for names of instances and buckets; ids or names of accounts, for"
                            + " everything in them.",
                    "[\"*-prod\", \"*-prod-*\", \"123456789012\"]"),
            optional("vars", Variable.shape(), "Variables of every pair.", "{region: eu-west-1}"),
            optional("groups", Shape.named(Shape.mapping(GROUP)), "Named sets of pairs.", "{shop: {pairs: [demo]}}"),
            optional(
                    "pairs",
                    Shape.named(Shape.mapping(PAIR)),
                    "The pairs of source and target.",
                    "{demo: {source: {instance: shop-prod}, target: {instance: shop-demo}}}"),
            optional(
                    "sandbox",
                    Shape.mapping(SANDBOX),
                    "The sandbox to use instead of AWS.",
                    "{fleet: sandbox-fleet.yml, state: ../.runbook/sandbox}"));

    private InventoryForm() {}

    /** The form of a whole inventory. */
    public static Form form() {
        return INVENTORY;
    }
}
