package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Kept;
import dev.runbook.modules.sql.TableMask.Masked;
import java.util.ArrayList;
import java.util.List;

/**
 * Kept texts in which the verification looks for originals and for what looks like personal data: of a column, or of a
 * kept path of masked documents.
 */
record Scan(String label, Texts texts, Mask.Keep keep) {

    static List<Scan> of(TableMask table) {
        List<Scan> scans = new ArrayList<>();
        for (Kept kept : table.kept()) {
            if (kept.mask().scanned() && kept.column().holdsText()) {
                scans.add(new Scan(kept.column().name(), Texts.of(kept.column()), kept.mask()));
            }
        }
        for (Masked masked : table.masked()) {
            if (masked.mask() instanceof JsonMask json) {
                json.paths().forEach((path, mask) -> {
                    if (mask instanceof Mask.Keep keep && keep.scanned()) {
                        String label = masked.column().name() + "." + path;
                        scans.add(new Scan(label, Texts.at(masked.column(), path), keep));
                    }
                });
            }
        }
        return scans;
    }
}
