package dev.runbook.runbook;

import dev.runbook.runbook.Keyword.KeywordType;
import dev.runbook.runbook.Keyword.Place;
import java.util.List;
import java.util.Set;

/** The rows of the keyword table about credentials. */
final class CredentialKeywords {

    static final List<Keyword> ALL = List.of(
            new Keyword(
                    "profile",
                    Keyword.EVERYWHERE,
                    KeywordType.TEXT,
                    List.of(),
                    "Make changes in the target account with the credentials of this ~/.aws profile, which must belong to the same account.",
                    "- {debug: {msg: hello}, profile: refresher}"),
            new Keyword(
                    "assume_role",
                    Keyword.EVERYWHERE,
                    KeywordType.ROLE,
                    List.of(),
                    "Make changes in the target account as this role, which must belong to the same account; it is assumed with the profile's or the account's credentials.",
                    "- {debug: {msg: hello}, assume_role: {arn: \"arn:aws:iam::123456789012:role/refresher\"}}"),
            new Keyword(
                    "arn",
                    Set.of(Place.ROLE),
                    KeywordType.TEXT,
                    List.of(),
                    "Set the ARN of the role.",
                    "- {debug: {msg: hello}, assume_role: {arn: \"arn:aws:iam::123456789012:role/{{ pair.name }}\"}}"),
            new Keyword(
                    "external_id",
                    Set.of(Place.ROLE),
                    KeywordType.TEXT,
                    List.of(),
                    "Set the external ID that the trust policy of the role requires.",
                    "- {debug: {msg: hello}, assume_role: {arn: \"arn:aws:iam::123456789012:role/refresher\", external_id: shop}}"));

    private CredentialKeywords() {}
}
