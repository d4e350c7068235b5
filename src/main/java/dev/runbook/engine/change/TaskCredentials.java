package dev.runbook.engine.change;

import dev.runbook.engine.Environment;
import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.redact.Redaction;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.port.AssumedAccess;
import dev.runbook.port.PortException;
import dev.runbook.runbook.CredentialOverride;
import dev.runbook.runbook.Task;
import java.util.Optional;
import java.util.stream.Stream;

/** Lets tasks with credentials of their own into the account of a pair's target, and into no other. */
public final class TaskCredentials {

    private final InstanceCaches instanceCaches;
    private final String account;
    private final Redaction redaction;

    public TaskCredentials(InstanceCaches instanceCaches, String account, Redaction redaction) {
        this.instanceCaches = instanceCaches;
        this.account = account;
        this.redaction = redaction;
    }

    /**
     * The account as a task enters it.
     *
     * @param name what {@link Environment} knows it by
     * @param words whose credentials it is entered with
     */
    public record AssumedCredentials(String name, String words) {}

    /**
     * Empty when the task has no credentials of its own, or when only a run knows them.
     *
     * @throws TaskFailure REFUSED when they lead into another account, UNREACHABLE when they lead nowhere
     */
    public Optional<AssumedCredentials> of(Task task, Scope scope) throws TaskFailure {
        if (task.options().access().isEmpty() || instanceCaches.areUntouched()) {
            return Optional.empty();
        }
        try {
            Optional<AssumedAccess> access = access(task.options().access().get(), scope);
            return access.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new AssumedCredentials(
                            instanceCaches.assume(account, access.get()),
                            access.get().words()));
        } catch (ExpressionException e) {
            throw TaskFailure.of(e);
        } catch (PortException e) {
            throw TaskFailure.of(e);
        }
    }

    private Optional<AssumedAccess> access(CredentialOverride written, Scope scope) throws ExpressionException {
        Optional<Value> profile = value(written.profile(), scope);
        Optional<Value> role = value(written.role().map(CredentialOverride.Role::arn), scope);
        Optional<Value> externalId = value(written.role().flatMap(CredentialOverride.Role::externalId), scope);
        boolean open = Stream.of(profile, role, externalId)
                .flatMap(Optional::stream)
                .anyMatch(Value.Unknown.class::isInstance);
        return open
                ? Optional.empty()
                : Optional.of(
                        new AssumedAccess(profile.map(this::text), role.map(this::text), externalId.map(this::text)));
    }

    private static Optional<Value> value(Optional<Template> template, Scope scope) throws ExpressionException {
        return template.isPresent() ? Optional.of(template.get().evaluate(scope)) : Optional.empty();
    }

    private String text(Value value) {
        redaction.addSecret(value);
        return value instanceof Value.Secret secret ? secret.reveal() : value.show();
    }
}
