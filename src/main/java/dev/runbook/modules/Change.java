package dev.runbook.modules;

import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.port.Shell;
import dev.runbook.port.Vault;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;

/**
 * One thing to do, as a value. The printed plan, the run, the permissions and the picture before and after all come from
 * changes. Everything but {@link #apply} is pure.
 */
public interface Change {

    /** A name that is unique within the task and the same whenever the task is planned again for the same refresh. */
    String key();

    /** What is sent: printed by a check, and exactly what {@link #apply} sends. */
    Description describe();

    /** What it touches; judged by the gate before it is applied. */
    Subject subject();

    /** How far this change has come in a world. Unknown states are {@link Progress#underWay}, never done. */
    Progress progress(World world);

    /** The world after the change; {@link #progress} is done there unless {@link #settling} is IMMEDIATE. */
    World predict(World world);

    /** The least rights it needs. */
    List<Permission> permissions();

    /** How the engine learns that an applied change is done. */
    default Settling settling() {
        return Settling.WATCHED;
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

    /** Whether it only lets time pass, so that nothing is different afterwards. */
    default boolean onlyWaits() {
        return false;
    }

    /**
     * Why it would fail, as far as that shows beforehand and here; a check asks, and so does a run before it begins.
     *
     * @param shell to ask what is there, not to run anything
     */
    default Optional<String> hindrance(Shell shell) {
        return Optional.empty();
    }

    /**
     * Does it. Sends each changing call once; repeating after a failure is the engine's decision.
     *
     * @throws PortException as the port threw it
     */
    void apply(Ports ports) throws PortException, InterruptedException;

    /** Puts into the vault what {@link #apply} puts there; a check calls it in place of apply. */
    default void remember(Vault vault) {}

    /** How the engine learns that an applied change is done. */
    enum Settling {
        /** RDS works on it: the world is read again until {@link Change#progress} says done or failed. */
        WATCHED,
        /** Done when {@code apply} returns. Applied again by a resumed run unless its progress says done; must bear that. */
        IMMEDIATE,
        /** Done when {@code apply} returns, and then never again in this refresh: the journal remembers it. */
        ONCE
    }
}
