package dev.runbook.inventory;

import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.AnsibleSyntax;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.ScalarType;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.SourceFinder;
import dev.runbook.yaml.Yaml;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads {@code -e}: {@code name=value} with the value typed as in YAML, <code>{name: value}</code>, or {@code @file}.
 */
public final class ExtraVars {

    private static final String OPTION = "-e";

    private final SourceFinder files;
    private final Predicate<String> secret;
    private final Problems problems;
    private final Map<String, Variable> variables = new LinkedHashMap<>();

    private ExtraVars(SourceFinder files, Predicate<String> secret, Problems problems) {
        this.files = files;
        this.secret = secret;
        this.problems = problems;
    }

    /** The variables from these options; if a name occurs twice, the last one wins. */
    public static Map<String, Variable> read(List<String> options, SourceFinder files, Problems problems) {
        return read(options, files, name -> false, problems);
    }

    /**
     * The same with secret variables: the value of each is the text as written.
     *
     * @param secret whether the variable of a name is secret
     */
    public static Map<String, Variable> read(
            List<String> options, SourceFinder files, Predicate<String> secret, Problems problems) {
        ExtraVars vars = new ExtraVars(files, secret, problems);
        options.forEach(vars::readOption);
        return Collections.unmodifiableMap(vars.variables);
    }

    private void readOption(String option) {
        Source source = new Source(OPTION, option);
        if (isFile(option)) {
            findFile(option.substring(1), source).ifPresent(this::readMapping);
        } else if (isMapping(option)) {
            readMapping(source);
        } else {
            readAssignment(source);
        }
    }

    /** Whether the option names a file of variables. */
    public static boolean isFile(String option) {
        return option.startsWith("@");
    }

    /** Whether the option is a mapping of names to values. */
    public static boolean isMapping(String option) {
        return option.stripLeading().startsWith("{");
    }

    private Optional<Source> findFile(String path, Source option) {
        Optional<Source> file = files.find(path, option);
        if (file.isEmpty()) {
            problems.add("missing-file", option.start().right(1), files.missingReason(path, option), "");
        }
        return file;
    }

    private void readMapping(Source source) {
        Optional<Node> node = Yaml.read(source, problems);
        node.map(mapping -> MappingReader.of(mapping, "-e", problems))
                .ifPresent(reader -> reader.remainingEntries().forEach(this::addVariable));
    }

    private void readAssignment(Source source) {
        String option = source.text();
        int equals = option.indexOf('=');
        String name = option.substring(0, Math.max(0, equals));
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            // The text after the name may be a secret.
            String shown = equals < 0 ? option : name + "=...";
            problems.add(
                    "bad-extra-variable",
                    new Source(OPTION, shown).start(),
                    "'" + shown + "' does not set a variable",
                    "write -e name=value, -e @file.yml or -e '{name: value}'");
            return;
        }
        String text = option.substring(equals + 1);
        boolean quoted = text.length() > 1 && text.matches("(?s)'.*'|\".*\"");
        Node.Scalar key = new Node.Scalar(name, false, source.start());
        Node.Scalar written = new Node.Scalar(
                quoted ? text.substring(1, text.length() - 1) : text,
                quoted,
                source.start().right(equals + 1));
        Optional<Problem> foreign = AnsibleSyntax.vaultProblem(written.text(), written.position());
        if (foreign.isPresent()) {
            problems.add(foreign.get());
            return;
        }
        boolean collection = !quoted && !secret.test(name) && text.matches("(?s)(\\[|\\{(?!\\{)).*");
        Optional<Node> value = collection ? readCollection(key, written) : Optional.of(written);
        value.ifPresent(node -> addVariable(new Node.Entry(key, node)));
    }

    /** A list or mapping in the YAML flow style. */
    private Optional<Node> readCollection(Node.Scalar name, Node.Scalar written) {
        Problems broken = new Problems();
        String before = " ".repeat(written.position().column() - 1);
        Optional<Node> value = Yaml.read(new Source(OPTION, before + written.text()), broken);
        if (!broken.isEmpty()) {
            problems.add(
                    "bad-extra-variable",
                    written.position(),
                    "'" + written.text() + "' is neither a list nor a mapping: "
                            + broken.toSortedList().get(0).summary(),
                    "for text put it in quotes of its own: -e \"" + name.text() + "='" + written.text() + "'\"");
            return Optional.empty();
        }
        return value;
    }

    private void addVariable(Node.Entry entry) {
        Optional<Variable> variable = secret.test(entry.key().text())
                        && entry.value() instanceof Node.Scalar written
                        && ScalarType.of(written) != ScalarType.NULL
                ? Optional.of(Variable.of(entry.key(), new Value.Secret(written.text()), problems))
                : Variable.parse(entry, problems);
        variable.ifPresent(given -> variables.put(given.name(), given));
    }
}
