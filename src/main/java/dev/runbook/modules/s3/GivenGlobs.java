package dev.runbook.modules.s3;

import dev.runbook.expression.Template;
import dev.runbook.modules.GivenArgs;
import dev.runbook.yaml.Glob;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import java.util.List;
import java.util.Optional;

/** Reports the globs of a task that are none, as far as they are written out. */
record GivenGlobs(GivenArgs args) {

    private static final List<String> KEYS = List.of("include", "exclude");

    void check() {
        KEYS.forEach(key -> args.node(key).ifPresent(this::globs));
        args.node("copies").ifPresent(copies -> items(copies).forEach(this::copy));
    }

    private void copy(Node copy) {
        if (copy instanceof Node.Mapping mapping) {
            KEYS.forEach(key -> mapping.get(key).ifPresent(this::globs));
        }
    }

    private void globs(Node globs) {
        items(globs).forEach(this::glob);
    }

    private void glob(Node written) {
        Optional<Template> template = Template.parse(written, new Problems());
        if (written instanceof Node.Scalar text
                && template.filter(Template::isLiteral).isPresent()) {
            Problems problems = new Problems();
            Glob.read(text.text(), text.position(), Glob.Kind.KEY, problems);
            problems.sorted().forEach(problem -> args.mistake(problem.position(), problem.summary(), problem.hint()));
        }
    }

    private static List<Node> items(Node node) {
        return node instanceof Node.Sequence list ? list.items() : List.of(node);
    }
}
