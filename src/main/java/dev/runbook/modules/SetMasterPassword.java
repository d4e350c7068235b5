package dev.runbook.modules;

import dev.runbook.port.PasswordStore;
import dev.runbook.port.PollPolicy;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.Password;
import dev.runbook.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/**
 * Gives the master user of an instance of this refresh a new password, keeps it in the vault, and returns when RDS has
 * settled. RDS never shows a password, so this leaves no trace: plan it only when the vault does not know one.
 */
public record SetMasterPassword(Instance instance, Password password) implements Change {

    private static final Duration SETTLE_TIMEOUT = Duration.ofMinutes(5);

    /** A new random password, which is in the vault once it has been given. */
    public static SetMasterPassword random(Instance instance, PasswordStore passwords) {
        return new SetMasterPassword(instance, passwords.random());
    }

    @Override
    public String key() {
        return "password " + instance.resourceId().id();
    }

    @Override
    public CallDescription describe() {
        return SdkValues.describeRdsCall("ModifyDBInstance", instance.id().name(), request());
    }

    @Override
    public Subject subject() {
        return new Subject.OwnInstance(instance.id());
    }

    @Override
    public Progress progress(World world) {
        return world.instance(instance.resourceId())
                .map(found -> Statuses.isFailed(found) ? Statuses.progressOf(found) : Progress.needed())
                .orElse(Progress.failed(instance.id() + " is gone"));
    }

    @Override
    public World predict(World world) {
        return world;
    }

    @Override
    public List<Permission> permissions() {
        return List.of(
                new Permission("rds:ModifyDBInstance", instance.description().dbInstanceArn()));
    }

    @Override
    public CompletionMode completionMode() {
        return CompletionMode.IMMEDIATE;
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        ports.rds().modify(request());
        storePassword(ports.passwords());
        // RDS may still answer "available" right after the call, so each look comes after a pause.
        PollPolicy polling = ports.pacing().polling();
        Instant deadline = ports.clock().now().plus(SETTLE_TIMEOUT);
        Duration pause = polling.first();
        int settled = 0;
        while (settled < polling.confirmations() && ports.clock().now().isBefore(deadline)) {
            ports.clock().sleep(pause);
            boolean isSettled = isSettled(ports);
            settled = isSettled ? settled + 1 : 0;
            pause = isSettled ? polling.first() : polling.next(pause);
        }
        if (settled < polling.confirmations()) {
            throw new PortException(
                    PortException.Kind.RETRYABLE,
                    "rds:ModifyDBInstance " + instance.id(),
                    "the new password was accepted, but the instance has not settled in 5 minutes");
        }
    }

    @Override
    public void storePassword(PasswordStore passwords) {
        passwords.keep(instance.resourceId(), password);
    }

    private boolean isSettled(Ports ports) throws PortException {
        return ports.rds().instances().stream()
                .map(Instance::new)
                .filter(found -> found.resourceId().equals(instance.resourceId()))
                .anyMatch(found -> Statuses.progressOf(found).isDone());
    }

    private ModifyDbInstanceRequest request() {
        return ModifyDbInstanceRequest.builder()
                .dbInstanceIdentifier(instance.id().name())
                .applyImmediately(true)
                .masterUserPassword(password.reveal())
                .build();
    }
}
