package dev.runbook.modules.s3;

import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh.BucketCopy;
import dev.runbook.modules.Refresh.BucketPath;
import java.util.List;

/** Refuses copies that write to a source, or that delete each other's objects. */
final class CopyOverlapCheck {

    private CopyOverlapCheck() {}

    static void check(List<BucketCopy> copies) throws ModuleException {
        for (BucketCopy copy : copies) {
            checkPath(copy.source());
            checkPath(copy.target());
            if (copy.rules().deleteMax().filter(max -> max < 0).isPresent()) {
                throw ModuleException.failure("'delete_max' is less than 0", "");
            }
        }
        for (BucketCopy copy : copies) {
            for (BucketCopy other : copies) {
                if (overlaps(copy.target(), other.source())) {
                    throw ModuleException.refusal(
                            SyncBucket.name(copy.target()) + " would be written, and " + SyncBucket.name(other.source())
                                    + " is a source",
                            "a source must not be written: give the target its own bucket or prefix");
                }
            }
        }
        for (int i = 0; i < copies.size(); i++) {
            for (BucketCopy other : copies.subList(i + 1, copies.size())) {
                BucketCopy copy = copies.get(i);
                boolean deletes = copy.rules().delete() || other.rules().delete();
                if (deletes && overlaps(copy.target(), other.target())) {
                    throw ModuleException.refusal(
                            "two copies write into " + SyncBucket.name(copy.target())
                                    + ", and one would delete the objects of the other",
                            "give each its own prefix, or turn 'delete' off");
                }
            }
        }
    }

    private static void checkPath(BucketPath path) throws ModuleException {
        if (!path.prefix().isEmpty() && !path.prefix().endsWith("/")) {
            throw ModuleException.refusal(
                    "the prefix '" + path.prefix() + "' of " + path.bucket() + " also matches other names, such as '"
                            + path.prefix() + "2'",
                    "end it with a slash: " + path.prefix() + "/");
        }
        if (path.bucket().isEmpty()) {
            throw ModuleException.failure("a bucket has no name", "");
        }
    }

    private static boolean overlaps(BucketPath one, BucketPath other) {
        return one.bucket().equals(other.bucket())
                && (one.prefix().startsWith(other.prefix()) || other.prefix().startsWith(one.prefix()));
    }
}
