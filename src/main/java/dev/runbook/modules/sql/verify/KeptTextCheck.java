package dev.runbook.modules.sql.verify;

import dev.runbook.modules.sql.catalogue.ColumnType;
import dev.runbook.modules.sql.catalogue.ColumnType.ContentKind;
import dev.runbook.modules.sql.rules.JsonMask;
import dev.runbook.modules.sql.rules.Mask;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.modules.sql.rules.TableMask.KeptColumn;
import dev.runbook.modules.sql.rules.TableMask.MaskedColumn;
import dev.runbook.modules.sql.rules.TextExpression;
import dev.runbook.modules.sql.rules.TextExtraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Kept values that the verification searches for originals and personal data: a column, or a kept path of masked
 * documents.
 *
 * @param text the readable text of one value, as an SQL expression
 * @param mayHoldBytes whether a value may contain unreadable bytes
 * @param isIdentifier whether values are identifiers, which can look like card numbers by chance
 */
record KeptTextCheck(String label, String text, boolean mayHoldBytes, boolean isIdentifier, Mask.KeepMask keep) {

    static List<KeptTextCheck> of(TableMask table) {
        List<KeptTextCheck> scans = new ArrayList<>();
        for (KeptColumn kept : table.keptColumns()) {
            Optional<String> text =
                    TextExtraction.of(kept.column()).filter(any -> kept.mask().isScanned());
            text.ifPresent(found -> scans.add(of(kept, found)));
        }
        for (MaskedColumn maskedColumn : table.maskedColumns()) {
            if (maskedColumn.mask() instanceof JsonMask json) {
                json.paths().forEach((path, mask) -> {
                    if (mask instanceof Mask.KeepMask keep && keep.isScanned()) {
                        String label = maskedColumn.column().name() + "." + path;
                        String text =
                                TextExtraction.ofPath(TextExpression.ofPath(maskedColumn.column(), path, json.paths()));
                        scans.add(new KeptTextCheck(label, text, false, false, keep));
                    }
                });
                json.unmaskedKeyNames().forEach(path -> {
                    String label = maskedColumn.column().name() + "." + path;
                    String text = TextExtraction.ofPath(
                            TextExpression.ofPath(maskedColumn.column(), path, json.addKeptPath(path)));
                    scans.add(new KeptTextCheck(label, text, false, false, new Mask.KeepMask("", true, 0)));
                });
            }
        }
        return scans;
    }

    private static KeptTextCheck of(KeptColumn kept, String text) {
        ColumnType type = kept.column().type();
        return new KeptTextCheck(
                kept.column().name(),
                text,
                type.holdsBytes(),
                type.contentKind() == ContentKind.IDENTIFIER,
                kept.mask());
    }

    /** The patterns to search for in addition to originals. */
    List<Lookalike> lookalikes() {
        return isIdentifier ? List.of(Lookalike.CARD_NUMBER) : List.of(Lookalike.values());
    }
}
