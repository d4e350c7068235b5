package dev.runbook.modules;

import dev.runbook.port.PortException;
import java.util.List;

/**
 * A kind of task in the runbook language: turns arguments and the world into changes. Loaded by
 * {@link java.util.ServiceLoader}; its manual page {@code <name>.md} is in the folder of its class.
 */
public interface Module {

    /** The key in a task: {@code rds-clone}. */
    String name();

    /** The arguments, in the order of the manual page. */
    List<ParamSpec> params();

    /** Whether a task may give arguments of any name and type in addition to {@link #params()}. */
    default boolean acceptsAnyParam() {
        return false;
    }

    /** Whether its tasks access no account, no database and no program, so that they run without AWS credentials. */
    default boolean runsWithoutCredentials() {
        return false;
    }

    /** Whether a check may run a task with {@code check_mode: false}: it accesses no account and no database. */
    default boolean mayRunInChecks() {
        return false;
    }

    /** Whether its tasks restart the application: a rollback runs them again, on the old tree. */
    default boolean restartsApplication() {
        return false;
    }

    /** Whether each argument of its tasks becomes a variable. */
    default boolean setsVariables() {
        return false;
    }

    /** Arguments of which a task must give exactly one; empty if there is no such group. */
    default List<String> alternatives() {
        return List.of();
    }

    /** Reports further problems of the arguments that are visible before evaluation. */
    default void check(UnevaluatedArgs args) {}

    /** The buckets that a task reads and writes according to its arguments, as far as these are literals. */
    default List<BucketReference> bucketReferences(UnevaluatedArgs args) {
        return List.of();
    }

    /**
     * The changes, in order, that bring the world to the state that the arguments describe. Only reads. Planned again on the
     * predicted world, or on the world of a partly finished refresh, it returns the same changes or the remaining ones, and
     * never changes for another refresh.
     *
     * @throws ModuleException if the task cannot or must not be done; nothing has been changed
     * @throws PortException if a read fails
     * @throws InterruptedException if the run is cancelled or the task reaches its deadline
     */
    Plan plan(Args args, PlanningContext context) throws ModuleException, PortException, InterruptedException;
}
