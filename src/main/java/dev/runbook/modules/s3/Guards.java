package dev.runbook.modules.s3;

import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh.Copy;
import dev.runbook.modules.Refresh.Place;
import java.util.List;

/** Refuses copies that write to a source, or that delete each other's objects. */
final class Guards {

    private Guards() {}

    static void check(List<Copy> copies) throws ModuleException {
        for (Copy copy : copies) {
            whole(copy.source());
            whole(copy.target());
            if (copy.rules().deleteMax().filter(max -> max < 0).isPresent()) {
                throw ModuleException.failed("'delete_max' is less than 0", "");
            }
        }
        for (Copy copy : copies) {
            for (Copy other : copies) {
                if (overlap(copy.target(), other.source())) {
                    throw ModuleException.refused(
                            SyncBucket.name(copy.target()) + " would be written, and " + SyncBucket.name(other.source())
                                    + " is a source",
                            "a source must not be written: give the target its own bucket or prefix");
                }
            }
        }
        for (int i = 0; i < copies.size(); i++) {
            for (Copy other : copies.subList(i + 1, copies.size())) {
                Copy copy = copies.get(i);
                boolean deletes = copy.rules().delete() || other.rules().delete();
                if (deletes && overlap(copy.target(), other.target())) {
                    throw ModuleException.refused(
                            "two copies write into " + SyncBucket.name(copy.target())
                                    + ", and one would delete the objects of the other",
                            "give each its own prefix, or turn 'delete' off");
                }
            }
        }
    }

    private static void whole(Place place) throws ModuleException {
        if (!place.prefix().isEmpty() && !place.prefix().endsWith("/")) {
            throw ModuleException.refused(
                    "the prefix '" + place.prefix() + "' of " + place.bucket() + " also matches other names, such as '"
                            + place.prefix() + "2'",
                    "end it with a slash: " + place.prefix() + "/");
        }
        if (place.bucket().isEmpty()) {
            throw ModuleException.failed("a bucket has no name", "");
        }
    }

    private static boolean overlap(Place one, Place other) {
        return one.bucket().equals(other.bucket())
                && (one.prefix().startsWith(other.prefix()) || other.prefix().startsWith(one.prefix()));
    }
}
