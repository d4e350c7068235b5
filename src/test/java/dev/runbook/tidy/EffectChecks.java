package dev.runbook.tidy;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** The outside, shared state and errors each have their place. */
final class EffectChecks {

    private static final Set<String> OUTSIDE = Set.of(
            "Instant.now",
            "LocalDate.now",
            "LocalDateTime.now",
            "ZonedDateTime.now",
            "OffsetDateTime.now",
            "System.currentTimeMillis",
            "System.nanoTime",
            "System.getenv",
            "System.out",
            "System.err",
            "System.in",
            "System.exit",
            "Thread.sleep",
            "Math.random",
            "ThreadLocalRandom.current");
    private static final Pattern MUTABLE = Pattern.compile("new (java\\.util\\.(concurrent\\.)?)?("
            + "\\w*(Map|List|Set|Deque|Queue)|Atomic\\w+|LongAdder|StringBuilder|ThreadLocal)\\b[\\s\\S]*"
            + "|ThreadLocal\\.withInitial[\\s\\S]*|Collections\\.synchronized[\\s\\S]*");
    private static final Pattern MESSAGE_READ =
            Pattern.compile("[\\s\\S]*(getMessage|getLocalizedMessage|errorMessage)\\(\\)"
                    + "(\\.(toLowerCase|toUpperCase|strip|trim)\\([^)]*\\))*"
                    + "\\.(contains|startsWith|endsWith|matches|equals|equalsIgnoreCase|indexOf|split)");

    private EffectChecks() {}

    static List<TidyCheck> all() {
        return List.of(
                new TidyCheck(
                        "outside",
                        file -> !file.isTest() && !file.isIn("adapter", "bench", "cli", "sandbox"),
                        f -> outside(f)),
                new TidyCheck("static-state", TidyCheck.PRODUCT, EffectChecks::staticState),
                new TidyCheck("singleton", TidyCheck.PRODUCT, EffectChecks::singleton),
                new TidyCheck("message-reading", TidyCheck.PRODUCT, EffectChecks::messageReading),
                new TidyCheck("catch-all", EffectChecks::mayNotCatchAll, EffectChecks::catchAll),
                new TidyCheck("names-by-replacement", TidyCheck.PRODUCT, EffectChecks::namesByReplacement));
    }

    private static List<Finding> outside(JavaFile file) {
        List<Finding> found = new ArrayList<>();
        found.addAll(file.each(
                MemberSelectTree.class,
                use -> OUTSIDE.contains(use.toString())
                        ? Optional.of(
                                use + " reaches outside: it belongs into an adapter or cli; take the value or the port "
                                        + "as an argument")
                        : Optional.empty()));
        found.addAll(file.each(
                NewClassTree.class,
                made -> made.getIdentifier().toString().matches("(java\\.util\\.)?(Random|SplittableRandom)")
                        ? Optional.of("new Random makes a run that cannot be repeated: take the numbers as an argument")
                        : Optional.empty()));
        return found;
    }

    private static List<Finding> staticState(JavaFile file) {
        return file.each(VariableTree.class, field -> {
            boolean inInterface = file.parent(field)
                    .filter(owner -> owner.getKind() == Tree.Kind.INTERFACE)
                    .isPresent();
            Set<Modifier> flags = field.getModifiers().getFlags();
            if (!inInterface && !flags.contains(Modifier.STATIC)) {
                return Optional.empty();
            }
            boolean settable = !inInterface && !flags.contains(Modifier.FINAL);
            boolean mutable = field.getInitializer() != null
                    && MUTABLE.matcher(field.getInitializer().toString()).matches();
            return settable || mutable
                    ? Optional.of(field.getName() + " is static state that can change: make it a field of the object "
                            + "that needs it, handed over by its constructor")
                    : Optional.empty();
        });
    }

    private static List<Finding> singleton(JavaFile file) {
        return file.each(Tree.class, tree -> {
            String owner = file.enclosing(tree, ClassTree.class)
                    .map(type -> type.getSimpleName().toString())
                    .orElse("");
            boolean method = tree instanceof MethodTree one
                    && one.getModifiers().getFlags().contains(Modifier.STATIC)
                    && one.getParameters().isEmpty()
                    && one.getName().toString().matches("getInstance|instance|get")
                    && owner.equals(String.valueOf(one.getReturnType()));
            boolean field = tree instanceof VariableTree one
                    && one.getName().contentEquals("INSTANCE")
                    && owner.equals(String.valueOf(one.getType()));
            return method || field
                    ? Optional.of(
                            "a singleton: make the object where the program is wired (cli/command/Main) and hand it over")
                    : Optional.empty();
        });
    }

    private static List<Finding> messageReading(JavaFile file) {
        return file.each(
                MethodInvocationTree.class,
                call -> MESSAGE_READ.matcher(call.getMethodSelect().toString()).matches()
                        ? Optional.of(
                                "reads the text of an error, which others may change: ask for its type or its code")
                        : Optional.empty());
    }

    private static boolean mayNotCatchAll(JavaFile file) {
        boolean main = file.path().endsWith("/cli/command/Main.java");
        return !file.isTest() && !main && !file.isIn("engine", "sandbox");
    }

    private static List<Finding> catchAll(JavaFile file) {
        return file.each(
                CatchTree.class,
                tree -> tree.getParameter()
                                .getType()
                                .toString()
                                .matches("[\\s\\S]*\\b(Exception|Throwable)\\b[\\s\\S]*")
                        ? Optional.of(
                                "catches everything: only the engine and cli/command/Main may; name the errors that can be answered "
                                        + "here and let the others pass")
                        : Optional.empty());
    }

    private static List<Finding> namesByReplacement(JavaFile file) {
        return file.each(MethodInvocationTree.class, call -> {
            boolean replaces = call.getMethodSelect() instanceof MemberSelectTree select
                    && select.getIdentifier().toString().matches("replace|replaceFirst|replaceAll");
            return replaces && changesName(file, call.getArguments())
                    ? Optional.of(
                            "makes a name by replacing text, which hits names that merely contain it: let the typed "
                                    + "name make its own variants")
                    : Optional.empty();
        });
    }

    private static boolean changesName(JavaFile file, List<? extends ExpressionTree> arguments) {
        boolean ofPrefix = arguments.get(0) instanceof LiteralTree literal
                && String.valueOf(literal.getValue()).matches("\\^?(temp|old|new)-.*|.*-(temp|old|new)\\$?");
        boolean cutsVariable = !(arguments.get(0) instanceof LiteralTree)
                && arguments.size() > 1
                && arguments.get(1).toString().equals("\"\"")
                && file.isIn("world", "modules", "engine");
        return ofPrefix || cutsVariable;
    }
}
