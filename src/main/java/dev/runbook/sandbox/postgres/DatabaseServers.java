package dev.runbook.sandbox.postgres;

import dev.runbook.sandbox.config.Fleet;
import java.io.IOException;
import java.time.Instant;
import java.util.OptionalInt;

/** The database servers behind instances, each known by its instance's resource id; every call may be repeated. */
public interface DatabaseServers extends AutoCloseable {

    /** A database, its master user and that user's password. */
    record DatabaseLogin(String name, String user, String password) {
        @Override
        public String toString() {
            return "Database[name=" + name + ", user=" + user + ", password=***]";
        }
    }

    /**
     * What a server held at a moment of its backup.
     *
     * @param isDeleted whether the server has been removed
     */
    record RestorePoint(String id, Instant time, boolean isDeleted) {}

    /** Starts an empty server; one that is backed up keeps its whole log, so that any moment since can be restored. */
    void create(String id, DatabaseLogin login, boolean backedUp) throws IOException;

    /** Fills the database with a generated shop. */
    void loadShop(String id, DatabaseLogin login, Fleet.Shop shop) throws IOException;

    /** Starts a standby that streams from the source server. */
    void replicate(String source, String id) throws IOException;

    /** Starts a server on a copy of the snapshot. */
    void restore(String snapshot, String id) throws IOException;

    /** Ends recovery; a server that is no standby stays as it is. */
    void promote(String id) throws IOException;

    /** Lets a standby apply what it receives, or keeps it as it is. */
    void setReplay(String id, boolean goesOn) throws IOException;

    void changePassword(String id, DatabaseLogin login) throws IOException;

    void restart(String id) throws IOException;

    void snapshot(String id, String snapshot) throws IOException;

    void removeSnapshot(String snapshot) throws IOException;

    /** Copies the data, and keeps the log from now on; returns when any later moment can be restored. */
    void startBackup(String id) throws IOException;

    /** Adds the log so far to the copy, which is all that is left of the server once it is removed. */
    void retainBackup(String id) throws IOException;

    void removeBackup(String id) throws IOException;

    /** Starts a server with the data that another one had at a moment. */
    void restore(RestorePoint restorePoint, String id) throws IOException;

    void remove(String id) throws IOException;

    /** Starts the server of an instance that the state remembers, as a standby of its source where it is one. */
    void resume(String id) throws IOException;

    /** Where the server listens on loopback; empty when there is none. */
    OptionalInt port(String id);

    @Override
    void close();

    /** No server at all: only the API exists. */
    final class NoServers implements DatabaseServers {
        @Override
        public void create(String id, DatabaseLogin login, boolean backedUp) {}

        @Override
        public void loadShop(String id, DatabaseLogin login, Fleet.Shop shop) {}

        @Override
        public void replicate(String source, String id) {}

        @Override
        public void restore(String snapshot, String id) {}

        @Override
        public void promote(String id) {}

        @Override
        public void setReplay(String id, boolean goesOn) {}

        @Override
        public void changePassword(String id, DatabaseLogin login) {}

        @Override
        public void restart(String id) {}

        @Override
        public void snapshot(String id, String snapshot) {}

        @Override
        public void removeSnapshot(String snapshot) {}

        @Override
        public void startBackup(String id) {}

        @Override
        public void retainBackup(String id) {}

        @Override
        public void removeBackup(String id) {}

        @Override
        public void restore(RestorePoint restorePoint, String id) {}

        @Override
        public void remove(String id) {}

        @Override
        public void resume(String id) {}

        @Override
        public OptionalInt port(String id) {
            return OptionalInt.empty();
        }

        @Override
        public void close() {}
    }
}
