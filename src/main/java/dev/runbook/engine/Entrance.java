package dev.runbook.engine;

import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.port.Access;
import dev.runbook.port.PortException;
import dev.runbook.runbook.Task;
import java.util.Optional;
import java.util.stream.Stream;

/** Lets tasks with credentials of their own into the account of a pair's target, and into no other. */
final class Entrance {

    private final Fleets fleets;
    private final String account;
    private final Redaction redaction;

    Entrance(Fleets fleets, String account, Redaction redaction) {
        this.fleets = fleets;
        this.account = account;
        this.redaction = redaction;
    }

    /**
     * The account as a task enters it.
     *
     * @param name what {@link Outside} knows it by
     * @param words whose credentials it is entered with
     */
    record Entered(String name, String words) {}

    /**
     * Empty when the task has no credentials of its own, or when only a run knows them.
     *
     * @throws TaskFailure REFUSED when they lead into another account, UNREACHABLE when they lead nowhere
     */
    Optional<Entered> of(Task task, Scope scope) throws TaskFailure {
        if (task.manner().access().isEmpty() || fleets.areUntouched()) {
            return Optional.empty();
        }
        try {
            Optional<Access> access = access(task.manner().access().get(), scope);
            return access.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Entered(
                            fleets.entered(account, access.get()), access.get().words()));
        } catch (ExpressionException e) {
            throw TaskFailure.of(e);
        } catch (PortException e) {
            throw TaskFailure.of(e);
        }
    }

    private Optional<Access> access(dev.runbook.runbook.Access written, Scope scope) throws ExpressionException {
        Optional<Value> profile = value(written.profile(), scope);
        Optional<Value> role = value(written.role().map(dev.runbook.runbook.Access.Role::arn), scope);
        Optional<Value> externalId = value(written.role().flatMap(dev.runbook.runbook.Access.Role::externalId), scope);
        boolean open = Stream.of(profile, role, externalId)
                .flatMap(Optional::stream)
                .anyMatch(Value.Unknown.class::isInstance);
        return open
                ? Optional.empty()
                : Optional.of(new Access(profile.map(this::text), role.map(this::text), externalId.map(this::text)));
    }

    private static Optional<Value> value(Optional<Template> template, Scope scope) throws ExpressionException {
        return template.isPresent() ? Optional.of(template.get().evaluate(scope)) : Optional.empty();
    }

    private String text(Value value) {
        redaction.keep(value);
        return value instanceof Value.Secret secret ? secret.reveal() : value.show();
    }
}
