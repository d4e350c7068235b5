package dev.runbook.modules;

import dev.runbook.port.PortException;
import java.util.List;

/**
 * One word of the runbook language: turns arguments and what exists into changes. Found through
 * {@link java.util.ServiceLoader}; its manual page {@code <name>.md} lies beside its class.
 */
public interface Module {

    /** The key in a task: {@code rds-clone}. */
    String name();

    /** The arguments, in the order of the manual page. */
    List<ParamSpec> params();

    /** Whether a task may give arguments besides {@link #params()}, under any name and of any type. */
    default boolean freeParams() {
        return false;
    }

    /** Whether its tasks reach nothing outside: no account, no database, no program. They run without a way in to AWS. */
    default boolean touchesNothing() {
        return false;
    }

    /** Whether a task with {@code check_mode: false} may be carried out in a check: it reaches no account and no database. */
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

    /** Arguments of which a task gives exactly one; empty when there are none such. */
    default List<String> alternatives() {
        return List.of();
    }

    /** Reports what else can be seen to be wrong with the arguments before any of them has a value. */
    default void check(GivenArgs args) {}

    /** The buckets that its tasks read and write by their own arguments, as far as these are written out. */
    default List<GivenPlace> places(GivenArgs args) {
        return List.of();
    }

    /**
     * The changes that bring the world to what the arguments ask for, in the order to carry them out. Reads only. Planned
     * again on the world it predicts, or on a world where a refresh has come any part of the way, it yields the same
     * changes or those that are still missing; never ones for another refresh.
     *
     * @throws ModuleException when it cannot or must not be done; nothing has been touched
     */
    Plan plan(Args args, View view) throws ModuleException, PortException, InterruptedException;
}
