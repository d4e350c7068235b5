package dev.runbook.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** The standard word, one for each thing; nouns for classes, verbs or questions for methods. */
final class NameChecks {

    private static final Pattern EMPTY_SUFFIX = Pattern.compile(".+(Impl|Utils?|Helpers?|Manager)");
    private static final Pattern EMPTY_PREFIX = Pattern.compile("Abstract[A-Z].*|I[A-Z][a-z].*");

    /** Words of comparable programs for what has a word here. */
    private static final Map<String, String> SYNONYMS = Map.of(
            "playbook", "runbook",
            "recipe", "runbook",
            "plugin", "module",
            "src", "source",
            "dst", "target",
            "dest", "target");

    private static final Map<String, String> SIDES = Map.of(
            "src", "source",
            "dst", "target",
            "dest", "target",
            "destination", "target",
            "prod", "source",
            "staging", "target");
    private static final Set<String> NUMBERS = Set.of("int", "long", "double", "float", "Integer", "Long", "Double");
    private static final Pattern NEEDS_UNIT = Pattern.compile(
            "(?i).*(timeout|delay|interval|duration|backoff|elapsed|latency|ttl|deadline|period|memory|bandwidth)(max|min)?");
    private static final Pattern MOMENT_OR_SPAN =
            Pattern.compile(".+(Millis|Nanos|Micros)|timestamp|.+Timestamp|(created|started|finished|updated)At");

    private NameChecks() {}

    static List<TidyCheck> all() {
        return List.of(
                new TidyCheck("empty-word", TidyCheck.EVERYWHERE, NameChecks::emptyWord),
                new TidyCheck("synonym", TidyCheck.PRODUCT, NameChecks::synonym),
                new TidyCheck("class-noun", TidyCheck.PRODUCT, NameChecks::classNoun),
                new TidyCheck("method-verb", TidyCheck.PRODUCT, NameChecks::methodVerb),
                new TidyCheck("sides", file -> !file.isTest() && !file.isIn("sandbox"), NameChecks::sides),
                new TidyCheck("units", TidyCheck.PRODUCT, NameChecks::units),
                new TidyCheck("spans-as-numbers", TidyCheck.PRODUCT, NameChecks::spansAsNumbers));
    }

    private static List<Finding> emptyWord(JavaFile file) {
        return file.each(ClassTree.class, type -> {
            String name = type.getSimpleName().toString();
            Matcher suffix = EMPTY_SUFFIX.matcher(name);
            if (suffix.matches()) {
                return Optional.of(name + " ends in " + suffix.group(1)
                        + ", which says nothing: name it after what it is or does");
            }
            return EMPTY_PREFIX.matcher(name).matches()
                    ? Optional.of(name + " starts with a prefix that says nothing: an interface has the plain name, "
                            + "and what is shared is composed")
                    : Optional.empty();
        });
    }

    private static List<Finding> synonym(JavaFile file) {
        return file.each(ClassTree.class, type -> {
            String name = type.getSimpleName().toString();
            return words(name).stream()
                    .filter(SYNONYMS::containsKey)
                    .findFirst()
                    .map(word -> name + ": the word here is not " + word + ": say " + SYNONYMS.get(word));
        });
    }

    private static List<Finding> classNoun(JavaFile file) {
        return file.each(ClassTree.class, type -> {
            List<String> words = words(type.getSimpleName().toString());
            String last = words.get(words.size() - 1);
            boolean isNoun = !WordForms.isAdverb(last) && !WordForms.isParticiple(last);
            return !isNoun && !isEvent(type)
                    ? Optional.of(type.getSimpleName() + ": '" + last + "' is no noun: name a class after what it is")
                    : Optional.empty();
        });
    }

    /** An event is named after what happened: {@code RunStarted}. */
    private static boolean isEvent(ClassTree type) {
        return type.getImplementsClause().stream()
                .anyMatch(each -> each.toString().equals("Event"));
    }

    private static List<Finding> methodVerb(JavaFile file) {
        return file.each(MethodTree.class, method -> {
            List<String> words = words(method.getName().toString());
            String first = words.get(0);
            boolean isQualified = words.size() > 1 && !WordForms.isPreposition(words.get(1));
            boolean isState = method.getModifiers().getFlags().contains(Modifier.STATIC)
                    && file.enclosing(method, ClassTree.class)
                            .filter(type -> type.getSimpleName().contentEquals(String.valueOf(method.getReturnType())))
                            .isPresent();
            return WordForms.isAdverb(first) || (WordForms.isParticiple(first) && !isQualified && !isState)
                    ? Optional.of(method.getName() + ": '" + first + "' is neither a verb nor a question: say what the "
                            + "method does (acquireLeases), asks (isMasked) or gives (leases)")
                    : Optional.empty();
        });
    }

    private static List<Finding> sides(JavaFile file) {
        return file.each(Tree.class, tree -> {
            String name = declaredName(tree);
            return words(name).stream()
                    .filter(SIDES::containsKey)
                    .findFirst()
                    .map(word ->
                            name + ": the two sides are source and target: say " + SIDES.get(word) + ", not " + word);
        });
    }

    private static String declaredName(Tree tree) {
        if (tree instanceof VariableTree variable) {
            return variable.getName().toString();
        }
        return tree instanceof MethodTree method ? method.getName().toString() : "";
    }

    private static List<Finding> units(JavaFile file) {
        return file.each(VariableTree.class, variable -> {
            String name = variable.getName().toString();
            boolean sizeInBytes = name.matches("size|.*Size") && isNumber(variable, "long", "Long");
            return isNumber(variable) && (NEEDS_UNIT.matcher(name).matches() || sizeInBytes)
                    ? Optional.of(
                            name + " is a number without a unit: make it a Duration, or end the name in its unit ("
                                    + name + (sizeInBytes ? "Bytes)" : "Seconds)"))
                    : Optional.empty();
        });
    }

    private static List<Finding> spansAsNumbers(JavaFile file) {
        return file.each(VariableTree.class, variable -> {
            String name = variable.getName().toString();
            boolean kept =
                    file.parent(variable).filter(ClassTree.class::isInstance).isPresent();
            return kept && isNumber(variable) && MOMENT_OR_SPAN.matcher(name).matches()
                    ? Optional.of(name + " keeps a time as a number: a span is a Duration, a moment an Instant")
                    : Optional.empty();
        });
    }

    private static boolean isNumber(VariableTree variable, String... types) {
        Set<String> wanted = types.length == 0 ? NUMBERS : Set.of(types);
        return variable.getType() != null && wanted.contains(variable.getType().toString());
    }

    /** The words of a name in camel case, in small letters. */
    static List<String> words(String name) {
        String[] words = name.split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_", -1);
        return List.of(words).stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }
}
