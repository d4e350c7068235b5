package dev.runbook.runbook;

import dev.runbook.runbook.Keyword.Form;
import dev.runbook.runbook.Keyword.Place;
import java.util.List;
import java.util.Set;

/** The part of the table of keywords that is about credentials. */
final class AccessKeywords {

    static final List<Keyword> ALL = List.of(
            new Keyword(
                    "profile",
                    Keyword.EVERYWHERE,
                    Form.TEXT,
                    List.of(),
                    "Changes things in the account of the target with the credentials of this profile of ~/.aws, which must lead into the same account.",
                    "- {debug: {msg: hello}, profile: refresher}"),
            new Keyword(
                    "assume_role",
                    Keyword.EVERYWHERE,
                    Form.ROLE,
                    List.of(),
                    "Changes things in the account of the target as this role, which must be one of the same account; assumed by the profile, or by the account's own credentials.",
                    "- {debug: {msg: hello}, assume_role: {arn: \"arn:aws:iam::123456789012:role/refresher\"}}"),
            new Keyword(
                    "arn",
                    Set.of(Place.ROLE),
                    Form.TEXT,
                    List.of(),
                    "The role's ARN.",
                    "- {debug: {msg: hello}, assume_role: {arn: \"arn:aws:iam::123456789012:role/{{ pair.name }}\"}}"),
            new Keyword(
                    "external_id",
                    Set.of(Place.ROLE),
                    Form.TEXT,
                    List.of(),
                    "What the trust of the role asks for.",
                    "- {debug: {msg: hello}, assume_role: {arn: \"arn:aws:iam::123456789012:role/refresher\", external_id: shop}}"));

    private AccessKeywords() {}
}
