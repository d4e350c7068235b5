package dev.runbook.engine;

import dev.runbook.expression.Lookups;
import dev.runbook.journal.Journal;
import dev.runbook.journal.ProcessIdentity;
import dev.runbook.log.LogSink;
import dev.runbook.port.Approval;
import dev.runbook.port.AssumedAccess;
import dev.runbook.port.Clock;
import dev.runbook.port.Database;
import dev.runbook.port.Http;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.Pacing;
import dev.runbook.port.PollPolicy;
import dev.runbook.port.PortException;
import dev.runbook.port.Rds;
import dev.runbook.port.RetryPolicy;
import dev.runbook.port.Shell;
import java.util.random.RandomGenerator;

/** Everything outside that a run reaches; accounts are named as in the inventory. */
public interface Environment {

    Clock clock();

    /** The process that runs, as leases name it. */
    ProcessIdentity owner();

    RandomGenerator random();

    Lookups lookups();

    /** RDS of an account. Opens nothing before the first call. */
    Rds rds(String account);

    ObjectStore store(String account);

    /** How often to look at work in an account. */
    PollPolicy polling(String account);

    /** How often a refused call is sent again in an account. */
    RetryPolicy retrying(String account);

    /** Clock and policies of an account. */
    default Pacing pacing(String account) {
        return new Pacing(clock(), polling(account), retrying(account), random());
    }

    /**
     * Makes sure that the credentials of an account let us in.
     *
     * @return the account's number
     * @throws PortException DENIED or RETRYABLE when they do not
     */
    String verify(String account) throws PortException;

    /**
     * Names an account as it is entered with other credentials; what is asked for by that name uses them. Opens nothing.
     *
     * @return a name for the other methods, the same for the same credentials
     */
    String assume(String account, AssumedAccess access);

    Database database();

    Shell shell();

    Http http();

    Approval approval();

    /** The disk that the journal is written to. */
    default Journal.Disk disk() {
        return Journal.Disk.system();
    }

    /** From now on, what the outside's libraries have to say goes there. */
    default void logTo(LogSink sink) {
        // An outside without libraries has nothing to say.
    }
}
