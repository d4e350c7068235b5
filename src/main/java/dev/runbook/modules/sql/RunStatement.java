package dev.runbook.modules.sql;

import dev.runbook.modules.Change;
import dev.runbook.modules.Description;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.World;
import java.util.List;
import java.util.Locale;

/** A statement that may be run again without harm: VACUUM, ANALYZE, REFRESH. */
record RunStatement(Masking masking, String action, String what) implements Change {

    @Override
    public String key() {
        return (action + " " + masking.database() + " " + what).toLowerCase(Locale.ROOT);
    }

    @Override
    public Description describe() {
        return Descriptions.statement(action, what, statement(), "");
    }

    @Override
    public Subject subject() {
        return new Subject.OwnDatabase(masking.instance().id());
    }

    @Override
    public Progress progress(World world) {
        return masking.progress(world);
    }

    @Override
    public World predict(World world) {
        return world;
    }

    @Override
    public List<Permission> permissions() {
        return List.of();
    }

    @Override
    public Settling settling() {
        return Settling.IMMEDIATE;
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            session.execute(statement(), List.of());
        }
    }

    private String statement() {
        return action + " " + what;
    }
}
