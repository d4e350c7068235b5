package dev.runbook.modules;

import dev.runbook.expression.Value;
import dev.runbook.port.Database;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.PasswordStore;
import dev.runbook.port.PortException;
import dev.runbook.world.Backups;
import dev.runbook.world.Instance;
import dev.runbook.world.Quota;
import dev.runbook.world.World;
import dev.runbook.yaml.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a module can read while it plans. */
public interface PlanningContext {

    /** Why a module plans. */
    enum Purpose {
        /** Before the first change of a run: find out at low cost whether any task is refused. */
        PREFLIGHT,
        /** Print everything that a run would do. */
        CHECK,
        /** Apply the changes next. */
        RUN
    }

    Purpose purpose();

    /** The pair's current refresh. */
    Refresh refresh();

    /** The current world; in a check, the predicted world after the preceding tasks. */
    World world();

    /** The bucket listings of an account; empty if the inventory has no such account. */
    Optional<ObjectListing> buckets(String account);

    /**
     * The backups from which earlier states of an instance can be restored; none if the instance is only predicted.
     *
     * @throws PortException if RDS does not answer or denies the request
     */
    Backups backups(Instance instance) throws PortException;

    /**
     * The quotas of the target's account.
     *
     * @throws PortException if RDS does not answer or denies the request
     */
    List<Quota> quotas() throws PortException;

    /** Database access; a module may only use {@link Database#openReadOnly}. */
    Database database();

    /** The master passwords that this process has set. In a check they are only predicted. */
    PasswordStore vault();

    /**
     * Reads a text file; a relative path is searched in the runbook's folder, then in the project's root.
     *
     * @throws PortException if the file does not exist or cannot be read
     */
    Source file(String path) throws PortException;

    /** The task's environment with secrets in plain text; only for the environment of a program. */
    Map<String, String> environment();

    /** A name that is unique among the tasks of the runbook and the same in all runs. */
    String task();

    /** Adds a call that one of the planned changes will make in addition to the one it describes. */
    void addPredictedCall(CallDescription call);

    /**
     * Whether a change may make a call that a check adds by {@link #addPredictedCall}: false if the run follows a plan that does not
     * contain the call.
     */
    default boolean permitsCall(CallDescription call) {
        return true;
    }

    /** Records a resource other than an instance; a plan stores it, and a run with that plan compares it. */
    default void recordResource(String kind, String name, Value.Fields facts) {}

    /** Shows a warning. */
    void warn(String text);
}
