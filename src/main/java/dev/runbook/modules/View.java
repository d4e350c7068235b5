package dev.runbook.modules;

import dev.runbook.expression.Value;
import dev.runbook.port.Database;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.PortException;
import dev.runbook.port.Vault;
import dev.runbook.world.Backups;
import dev.runbook.world.Instance;
import dev.runbook.world.Quota;
import dev.runbook.world.World;
import dev.runbook.yaml.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a module may see while it plans: reads only. */
public interface View {

    /** Why a module plans. */
    enum Purpose {
        /** Before the first change of a run: find out whether anything would refuse, at little cost. */
        PREFLIGHT,
        /** Print everything a run would do. */
        CHECK,
        /** The changes are carried out next. */
        RUN
    }

    Purpose purpose();

    /** The pair and the refresh under way for it. */
    Refresh refresh();

    /** What exists now; in a check, what would exist after the tasks before. */
    World world();

    /** The bucket listings of an account of the inventory; empty when there is no such account. */
    Optional<ObjectListing> buckets(String account);

    /** What earlier states of an instance can be restored from now; nothing of one that is only predicted. */
    Backups backups(Instance instance) throws PortException;

    /** How much the target's account may have of what. */
    List<Quota> quotas() throws PortException;

    /** Databases, for reading only: use {@link Database#openReadOnly}. */
    Database database();

    /** Whether a password that this process gave is known, and which. In a check it is only predicted. */
    Vault vault();

    /** A text file; a relative path starts at the runbook's folder, then at the project's root. */
    Source file(String path) throws PortException;

    /** The task's environment, secrets revealed; for the environment of a program only. */
    Map<String, String> environment();

    /** A name that is unique among the tasks of the runbook and stable over runs. */
    String task();

    /** Shows a call that one of the planned changes will make besides what its own description says. */
    void foresee(Description call);

    /**
     * Whether a change may make one of the calls that a check would have foreseen: not when the run is held to a plan that
     * does not have it.
     */
    default boolean permits(Description call) {
        return true;
    }

    /** Says what was found to exist besides instances; a plan keeps it, and a run by that plan compares. */
    default void found(String kind, String name, Value.Fields facts) {}

    /** Shows a line that the user should read. */
    void warn(String text);
}
