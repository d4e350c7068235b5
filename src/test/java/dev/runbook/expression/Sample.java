package dev.runbook.expression;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.ProblemException;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Evaluates expressions of tests against a scope written in YAML. */
final class Sample {

    static final Outside OUTSIDE = new Outside(
            new Lookups() {
                @Override
                public Optional<String> env(String name) {
                    return Optional.ofNullable(
                            Map.of("HOME", "/root", "DB_PASSWORD", "canary-9d1").get(name));
                }

                @Override
                public String file(String path) throws LookupException {
                    if (path.equals("notes.txt")) {
                        return "a note\n";
                    }
                    throw new LookupException("no such file");
                }

                @Override
                public String secret(String name) throws LookupException {
                    if (name.equals("prod/db")) {
                        return "canary-77f";
                    }
                    throw new LookupException("no secret of that name");
                }
            },
            () -> Instant.parse("2026-11-21T04:05:06Z"));

    private Sample() {}

    static Scope scope(String yaml) throws ProblemException {
        Problems problems = new Problems();
        Node.Mapping mapping = (Node.Mapping) node(yaml, problems);
        Map<String, Variable> variables = new LinkedHashMap<>();
        mapping.entries()
                .forEach(entry -> Template.parse(entry.value(), problems)
                        .ifPresent(template -> variables.put(
                                entry.key().text(),
                                new Variable(
                                        entry.key().text(),
                                        template,
                                        entry.key().position()))));
        variables.put("unknown", Variable.of("unknown", new Value.Unknown("an endpoint"), mapping.position()));
        variables.put("secret", Variable.of("secret", new Value.Secret("canary-55a"), mapping.position()));
        problems.throwIfAny();
        return new Variables(variables, OUTSIDE);
    }

    /** The value of a text with braces. */
    static Value template(String text, Scope scope) throws ExpressionException, ProblemException {
        Problems problems = new Problems();
        Source source = new Source("test", text);
        Optional<Template> template = Template.parse(new Node.Scalar(text, true, source.start()), problems);
        problems.throwIfAny();
        return template.orElseThrow().evaluate(scope);
    }

    static Value expression(String text, Scope scope) throws ExpressionException, ProblemException {
        return template("{{ " + text + " }}", scope);
    }

    static Node node(String yaml, Problems problems) throws ProblemException {
        Optional<Node> node = Yaml.read(new Source("test.yml", yaml), problems);
        problems.throwIfAny();
        return node.orElseThrow();
    }
}
