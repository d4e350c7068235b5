package dev.runbook.modules.sql;

import dev.runbook.modules.sql.ColumnType.Reading;
import dev.runbook.modules.sql.TableMask.Kept;
import dev.runbook.modules.sql.TableMask.Masked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Kept values that the verification searches for originals and personal data: a column, or a kept path of masked
 * documents.
 *
 * @param text the readable text of one value, as an SQL expression
 * @param bytes whether a value may contain unreadable bytes
 * @param identifiers whether values are identifiers, which can look like card numbers by chance
 */
record Scan(String label, String text, boolean bytes, boolean identifiers, Mask.Keep keep) {

    static List<Scan> of(TableMask table) {
        List<Scan> scans = new ArrayList<>();
        for (Kept kept : table.kept()) {
            Optional<String> text =
                    Strings.of(kept.column()).filter(any -> kept.mask().scanned());
            text.ifPresent(found -> scans.add(of(kept, found)));
        }
        for (Masked masked : table.masked()) {
            if (masked.mask() instanceof JsonMask json) {
                json.paths().forEach((path, mask) -> {
                    if (mask instanceof Mask.Keep keep && keep.scanned()) {
                        String label = masked.column().name() + "." + path;
                        String text = Strings.at(Texts.at(masked.column(), path, json.paths()));
                        scans.add(new Scan(label, text, false, false, keep));
                    }
                });
                json.keptNames().forEach(path -> {
                    String label = masked.column().name() + "." + path;
                    String text = Strings.at(Texts.at(masked.column(), path, json.pathsWith(path)));
                    scans.add(new Scan(label, text, false, false, new Mask.Keep("", true, 0)));
                });
            }
        }
        return scans;
    }

    private static Scan of(Kept kept, String text) {
        ColumnType type = kept.column().type();
        return new Scan(
                kept.column().name(), text, type.holdsBytes(), type.reading() == Reading.IDENTIFIER, kept.mask());
    }

    /** The patterns to search for in addition to originals. */
    List<Lookalike> lookalikes() {
        return identifiers ? List.of(Lookalike.CARD_NUMBER) : List.of(Lookalike.values());
    }
}
