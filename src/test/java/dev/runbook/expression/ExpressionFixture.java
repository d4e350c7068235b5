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

/** Evaluates expressions in tests against a scope written in YAML. */
final class ExpressionFixture {

    static final EvaluationContext CONTEXT = new EvaluationContext(
            request -> switch (request.kind()) {
                case ENV -> variable(request.name());
                case FILE ->
                    new Value.Text(findTestData(Map.of("notes.txt", "a note"), request.name(), "no such file"));
                case SECRET, SECRETSMANAGER, SSM ->
                    new Value.Secret(
                            findTestData(Map.of("prod/db", "canary-77f"), request.name(), "no secret of that name"));
            },
            () -> Instant.parse("2026-11-21T04:05:06Z"));

    private ExpressionFixture() {}

    private static Value variable(String name) {
        return Optional.ofNullable(
                        Map.of("HOME", "/root", "DB_PASSWORD", "canary-9d1").get(name))
                .map(text -> Value.Secret.classify(name, new Value.Text(text)))
                .orElseGet(() -> new Value.UndefinedName(
                        "lookup('env', '" + name + "')", "set the environment variable " + name));
    }

    private static String findTestData(Map<String, String> all, String name, String otherwise) throws LookupException {
        return Optional.ofNullable(all.get(name))
                .orElseThrow(() -> new LookupException(LookupException.Kind.NOT_FOUND, otherwise));
    }

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
        return new Variables(variables, CONTEXT);
    }

    /** Evaluates a text with braces. */
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
