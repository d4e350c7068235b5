package dev.runbook.runbook;

import dev.runbook.expression.Template;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Credentials that replace those of the task's account: a profile, a role, or a role assumed with a profile.
 *
 * @param profile of {@code ~/.aws}; empty for the account's own credentials
 * @param role to assume with them
 */
public record CredentialOverride(Optional<Template> profile, Optional<Role> role) {

    /** A role to assume. */
    public record Role(Template arn, Optional<Template> externalId) {}

    /** Reads the credentials of a task or block; profile and role are always overridden together. */
    static Optional<CredentialOverride> read(MappingReader reader, Problems problems) {
        Optional<Template> profile = template(reader, "profile", problems);
        Optional<Role> role = reader.mapping("assume_role", "a role").flatMap(mapping -> role(mapping, problems));
        return profile.isEmpty() && role.isEmpty()
                ? Optional.empty()
                : Optional.of(new CredentialOverride(profile, role));
    }

    private static Optional<Role> role(MappingReader reader, Problems problems) {
        reader.require("arn");
        Optional<Template> arn = template(reader, "arn", problems);
        Optional<Template> externalId = template(reader, "external_id", problems);
        reader.reportUnknownKeys();
        return arn.map(name -> new Role(name, externalId));
    }

    private static Optional<Template> template(MappingReader reader, String key, Problems problems) {
        return reader.scalar(key).flatMap((Node.Scalar text) -> Template.text(text, problems));
    }

    /** Every text that may contain expressions. */
    Stream<Template> templates() {
        return Stream.of(profile, role.map(Role::arn), role.flatMap(Role::externalId))
                .flatMap(Optional::stream);
    }
}
