package dev.runbook.cli;

import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Outside;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code -e name=value} and {@code -e @file}; the last one given wins. */
record ExtraVars(Finder finder, Problems problems) {

    private static final String OPTION = "-e";
    private static final Scope NOTHING = new Scope() {
        @Override
        public Value get(String name) {
            return new Value.Undefined(name);
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }

        @Override
        public Outside outside() {
            throw new IllegalStateException("a literal looks nothing up");
        }
    };
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

    Map<String, Value> read(List<String> words) throws UsageException {
        Map<String, Value> variables = new LinkedHashMap<>();
        for (String word : words) {
            Source source = new Source(OPTION, word);
            int equals = word.indexOf('=');
            if (word.startsWith("@")) {
                file(word.substring(1)).forEach(entry -> put(entry.key(), entry.value(), variables));
            } else if (equals > 0) {
                Node.Scalar name = new Node.Scalar(word.substring(0, equals), false, source.start());
                Position place = source.start().right(equals + 1);
                put(name, new Node.Scalar(word.substring(equals + 1), false, place), variables);
            } else {
                problems.add(
                        "bad-variable",
                        source.start(),
                        "'" + word + "' is no variable",
                        "write name=value, or @file.yml");
            }
        }
        return variables;
    }

    private List<Node.Entry> file(String path) throws UsageException {
        Path file = finder.surroundings().folder().resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no file '" + path + "' for " + OPTION + " @" + path, "");
        }
        Optional<Node> node = Yaml.read(finder.read(file), problems);
        if (node.isPresent() && node.get() instanceof Node.Mapping mapping) {
            return mapping.entries();
        }
        node.ifPresent(other -> problems.add(
                "wrong-type", other.position(), "a file of variables must be a mapping, not " + other.kind(), ""));
        return List.of();
    }

    private void put(Node.Scalar name, Node value, Map<String, Value> variables) {
        if (!name.text().matches(NAME)) {
            problems.add(
                    "bad-variable-name",
                    name.position(),
                    "'" + name.text() + "' cannot be the name of a variable",
                    "use letters, digits and _, not a digit first");
        } else if (Scope.BUILT_IN.contains(name.text())) {
            problems.add(
                    "built-in-variable",
                    name.position(),
                    "'" + name.text() + "' is given by runbook itself and cannot be set",
                    "choose another name");
        }
        Optional<Template> template = Template.parse(value, problems);
        if (template.isPresent() && !template.get().isLiteral()) {
            problems.add(
                    "expression-in-option",
                    value.position(),
                    "the value of '" + name.text() + "' is an expression, and -e takes values only",
                    "write the expression in vars of the runbook or the inventory");
        } else {
            template.ifPresent(literal -> variables.put(name.text(), constant(literal)));
        }
    }

    private static Value constant(Template literal) {
        try {
            return literal.evaluate(NOTHING);
        } catch (ExpressionException e) {
            throw new IllegalStateException("a literal needs no variables", e);
        }
    }
}
