package dev.runbook.modules;

import dev.runbook.port.PasswordStore;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.port.Shell;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;

/**
 * One modification that a task makes, as a value. The printed plan, the run, the permissions and the predicted world are
 * derived from it. Only {@link #apply} and {@link #storePassword} have side effects.
 */
public interface Change {

    /** Identifies the change within its task; the same each time the task is planned for the same refresh. */
    String key();

    /** The call as a check prints it; {@link #apply} sends exactly this. */
    CallDescription describe();

    /** The resource that the change touches; the gate checks it before the change is applied. */
    Subject subject();

    /** The progress of this change in a world. An unknown status is {@link Progress#underWay}, never done. */
    Progress progress(World world);

    /** The world after the change; {@link #progress} is done in it, unless {@link #completionMode} is IMMEDIATE. */
    World predict(World world);

    /** The minimum IAM permissions that {@link #apply} needs. */
    List<Permission> permissions();

    /** How the engine detects that an applied change is done. */
    default CompletionMode completionMode() {
        return CompletionMode.WATCHED;
    }

    /** The name that it gives to the instance it changes, read from what it sends; empty when it renames nothing. */
    default Optional<InstanceId> newName() {
        return describe().service().equals("rds")
                ? describe().parameters().get("NewDBInstanceIdentifier").map(name -> new InstanceId(name.show()))
                : Optional.empty();
    }

    /** Whether it runs a program of the user, which may create others. */
    default boolean runsProgram() {
        return false;
    }

    /** Whether the change only waits, so that the world is the same afterwards. */
    default boolean isWaitOnly() {
        return false;
    }

    /**
     * A reason why {@link #apply} would fail that is visible on this machine beforehand, such as a missing program; empty if
     * there is none. A check asks for it, and a run does so before its first change.
     *
     * @param shell for looking up programs; nothing is run
     */
    default Optional<String> startProblem(Shell shell) {
        return Optional.empty();
    }

    /**
     * Applies the change. Sends each modifying call once; the engine decides whether to retry after a failure.
     *
     * @throws PortException if a call fails, as thrown by the port
     * @throws InterruptedException if the run is cancelled or the task reaches its deadline
     */
    void apply(Ports ports) throws PortException, InterruptedException;

    /** Stores the password that {@link #apply} stores in the vault; a check calls it instead of apply. */
    default void storePassword(PasswordStore passwords) {}

    /** How the engine detects that an applied change is done. */
    enum CompletionMode {
        /** RDS works on it asynchronously: the engine reads the world until {@link Change#progress} is done or failed. */
        WATCHED,
        /** Done when {@code apply} returns. Must be idempotent: a resumed run applies it again unless its progress is done. */
        IMMEDIATE,
        /** Done when {@code apply} returns, and not applied again in this refresh: the journal records it. */
        ONCE
    }
}
