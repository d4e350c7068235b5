package dev.runbook.engine.change;

import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;

/** Databases as planning may use them: whatever is opened cannot change anything. */
public record ReadingDatabase(Database database) implements Database {

    @Override
    public Session openReadOnly(DatabaseAddress address) throws PortException {
        return database.openReadOnly(address);
    }

    @Override
    public Session open(DatabaseAddress address) throws PortException {
        return database.openReadOnly(address);
    }
}
