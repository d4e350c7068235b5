package dev.runbook.inventory;

import dev.runbook.expression.Template;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The parts of buckets that the pairs of an inventory read and write. A pair writes only its own targets, and none that
 * is protected, read by a pair, or the target of another pair.
 */
public final class BucketRules {

    private final Protection protection;
    private final ProtectedAccounts accounts;
    private final Set<String> readAccounts = new HashSet<>();
    private final List<BucketUse> uses = new ArrayList<>();

    private BucketRules(Inventory inventory) {
        this.protection = inventory.protection();
        this.accounts = inventory.protectedAccounts();
        inventory
                .pairs()
                .values()
                .forEach(pair -> readAccounts.add(pair.source().account()));
        inventory
                .pairs()
                .values()
                .forEach(pair -> readAccounts.remove(pair.target().account()));
    }

    /** Evaluates a text of a pair; empty if its value is not known yet. */
    @FunctionalInterface
    public interface TemplateEvaluator<X extends Exception> {
        Optional<String> evaluate(Pair pair, Template text) throws X;
    }

    /**
     * A bucket, or the part of it below a prefix.
     *
     * @param account the name of an account of the inventory
     * @param prefix empty for the whole bucket; otherwise ends in {@code /}
     */
    public record BucketPrefix(String account, String bucket, String prefix) {

        public BucketPrefix {
            prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        }

        /** Compares bucket names without accounts, because they are unique across AWS. */
        boolean overlaps(BucketPrefix other) {
            return covers(other) || other.covers(this);
        }

        boolean covers(BucketPrefix other) {
            return bucket.equals(other.bucket) && other.prefix.startsWith(prefix);
        }

        @Override
        public String toString() {
            return bucket + "/" + prefix;
        }
    }

    /**
     * A read or write of a part by a pair.
     *
     * @param isWithinBucket whether a copy of the inventory writes it from the same bucket
     */
    record BucketUse(String pair, BucketPrefix part, boolean isWritten, boolean isWithinBucket, Position position) {}

    /**
     * The reason why a part must not be written.
     *
     * @param code of the problem in a file
     * @param hint what the reader should do
     */
    public record Objection(String code, String reason, String hint) {}

    /** The rules of an inventory, for the texts that the evaluator can evaluate. */
    public static <X extends Exception> BucketRules of(Inventory inventory, TemplateEvaluator<X> evaluator) throws X {
        BucketRules rules = new BucketRules(inventory);
        for (Pair pair : inventory.pairs().values()) {
            for (Copy copy : pair.copies()) {
                Optional<BucketPrefix> source =
                        part(pair, copy.source(), pair.source().account(), evaluator);
                source.ifPresent(part -> rules.uses.add(new BucketUse(
                        pair.name(), part, false, false, copy.source().bucket().position())));
                rules.addTarget(pair, copy.target(), source, evaluator);
            }
            for (Copy.Location target : pair.targetBuckets()) {
                rules.addTarget(pair, target, Optional.empty(), evaluator);
            }
        }
        return rules;
    }

    private <X extends Exception> void addTarget(
            Pair pair, Copy.Location target, Optional<BucketPrefix> source, TemplateEvaluator<X> evaluator) throws X {
        Position position = target.bucket().position();
        part(pair, target, pair.target().account(), evaluator).ifPresent(part -> {
            boolean within =
                    source.filter(from -> from.bucket().equals(part.bucket())).isPresent();
            uses.add(new BucketUse(pair.name(), part, true, within, position));
        });
    }

    private static <X extends Exception> Optional<BucketPrefix> part(
            Pair pair, Copy.Location location, String account, TemplateEvaluator<X> evaluator) throws X {
        Optional<String> bucket = evaluator.evaluate(pair, location.bucket());
        Optional<String> prefix = location.prefix().isPresent()
                ? evaluator.evaluate(pair, location.prefix().get())
                : Optional.of("");
        return bucket.flatMap(
                name -> prefix.map(start -> new BucketPrefix(location.account().orElse(account), name, start)));
    }

    /** The rules of an inventory, for the texts without expressions. */
    public static BucketRules ofLiterals(Inventory inventory) {
        return of(
                inventory,
                (pair, text) -> text.isLiteral() && text.node().orElse(null) instanceof Node.Scalar written
                        ? Optional.of(written.text())
                        : Optional.empty());
    }

    /** Reports every target that its pair must not write. */
    public void check(Problems problems) {
        for (BucketUse use : uses) {
            if (use.isWritten()) {
                objection(use.pair(), use.part(), Optional.empty())
                        .ifPresent(objection -> problems.add(
                                Problem.REFUSAL + objection.code(),
                                use.position(),
                                "pair '" + use.pair() + "' would write to " + use.part() + ", but "
                                        + objection.reason(),
                                objection.hint()));
            }
        }
    }

    /**
     * The objection to writing a part by a pair; empty if it is allowed.
     *
     * @param number of the account of the prefix, if AWS reported it
     */
    public Optional<Objection> objection(String pair, BucketPrefix part, Optional<String> number) {
        return checkProtected(part)
                .or(() -> objection(part.account(), number))
                .or(() -> checkSources(pair, part))
                .or(() -> checkOtherTargets(pair, part))
                .or(() -> checkDeclared(pair, part));
    }

    /** The objection to writing any bucket of an account; empty if it is allowed. */
    public Optional<Objection> objection(String account, Optional<String> number) {
        Optional<Objection> isProtected = accounts.ruleFor(account, number)
                .map(rule -> new Objection(
                        "protected-target",
                        "account '" + account + "' is " + rule.describe(),
                        "a protected account can only hold sources"));
        return isProtected.or(() -> checkReadOnlyAccount(account));
    }

    private Optional<Objection> checkProtected(BucketPrefix part) {
        return protection
                .ruleFor(part.bucket())
                .map(rule -> new Objection(
                        "protected-target",
                        "bucket " + part.bucket() + " is " + rule.describe(),
                        "a protected bucket can only be a source"));
    }

    private Optional<Objection> checkReadOnlyAccount(String account) {
        return readAccounts.contains(account)
                ? Optional.of(new Objection(
                        "target-is-source",
                        "pairs only read from account '" + account + "'",
                        "check whether source and target are swapped; to write to that account anyway,"
                                + " add it a second time under another name"))
                : Optional.empty();
    }

    /** A bucket that is read belongs to production; only a copy from one part of it to another may write it. */
    private Optional<Objection> checkSources(String pair, BucketPrefix part) {
        boolean within = targetsOf(pair, part).anyMatch(BucketUse::isWithinBucket);
        return uses.stream()
                .filter(use -> !use.isWritten() && use.part().bucket().equals(part.bucket()))
                .filter(use -> !within || use.part().overlaps(part))
                .findFirst()
                .map(use -> new Objection(
                        "target-is-source",
                        (use.part().overlaps(part)
                                        ? "that overlaps " + use.part() + ","
                                        : "bucket " + part.bucket() + " holds")
                                + " the source of a copy of pair '" + use.pair() + "' (" + use.position() + ")",
                        "a source is only read: check whether source and target are swapped"));
    }

    private Optional<Objection> checkOtherTargets(String pair, BucketPrefix part) {
        return uses.stream()
                .filter(use -> use.isWritten()
                        && !use.pair().equals(pair)
                        && use.part().overlaps(part))
                .findFirst()
                .map(use -> new Objection(
                        "duplicate-target",
                        "that overlaps " + use.part() + ", a target of pair '" + use.pair() + "' (" + use.position()
                                + ")",
                        "give each pair a bucket, or a prefix, of its own"));
    }

    private Optional<Objection> checkDeclared(String pair, BucketPrefix part) {
        return targetsOf(pair, part).findAny().isPresent()
                ? Optional.empty()
                : Optional.of(new Objection(
                        "unnamed-target",
                        "pair '" + pair + "' does not declare that target",
                        "check whether source and target are swapped; otherwise add the bucket to the pair's"
                                + " 'copies' or 'target_buckets' in the inventory"));
    }

    private Stream<BucketUse> targetsOf(String pair, BucketPrefix part) {
        return uses.stream()
                .filter(use ->
                        use.isWritten() && use.pair().equals(pair) && use.part().covers(part));
    }
}
