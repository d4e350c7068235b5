package dev.runbook.inventory;

import dev.runbook.expression.Variable;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Sources;
import dev.runbook.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code -e}: {@code name=value} with the value typed as in YAML, <code>{name: value}</code>, or {@code @file}. */
public final class ExtraVars {

    private static final String OPTION = "-e";

    private ExtraVars() {}

    /** The variables that the options give; the last one of a name wins. */
    public static Map<String, Variable> read(List<String> options, Sources files, Problems problems) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        for (String option : options) {
            Source source = new Source(OPTION, option);
            if (isFile(option)) {
                file(option.substring(1), source, files, problems).ifPresent(text -> whole(text, variables, problems));
            } else if (isMapping(option)) {
                whole(source, variables, problems);
            } else {
                single(source, variables, problems);
            }
        }
        return variables;
    }

    /** Whether the option names a file of variables. */
    public static boolean isFile(String option) {
        return option.startsWith("@");
    }

    /** Whether the option is a mapping of names to values. */
    public static boolean isMapping(String option) {
        return option.stripLeading().startsWith("{");
    }

    private static Optional<Source> file(String path, Source option, Sources files, Problems problems) {
        Optional<Source> file = files.find(path, option);
        if (file.isEmpty()) {
            problems.add("missing-file", option.start().right(1), files.whyNone(path, option), "");
        }
        return file;
    }

    private static void whole(Source source, Map<String, Variable> variables, Problems problems) {
        Optional<Node> node = Yaml.read(source, problems);
        node.map(mapping -> MappingReader.of(mapping, "-e", problems))
                .ifPresent(reader -> reader.others().forEach(entry -> add(entry, variables, problems)));
    }

    private static void single(Source source, Map<String, Variable> variables, Problems problems) {
        String option = source.text();
        int equals = option.indexOf('=');
        String name = option.substring(0, Math.max(0, equals));
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            problems.add(
                    "bad-extra-variable",
                    source.start(),
                    "'" + option + "' gives no variable a value",
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
        Optional<Node> value = !quoted && text.matches("(?s)(\\[|\\{(?!\\{)).*")
                ? collection(key, written, problems)
                : Optional.of(written);
        value.ifPresent(node -> add(new Node.Entry(key, node), variables, problems));
    }

    /** A list or mapping as YAML has it in one line. */
    private static Optional<Node> collection(Node.Scalar name, Node.Scalar written, Problems problems) {
        Problems broken = new Problems();
        String before = " ".repeat(written.position().column() - 1);
        Optional<Node> value = Yaml.read(new Source(OPTION, before + written.text()), broken);
        if (!broken.isEmpty()) {
            problems.add(
                    "bad-extra-variable",
                    written.position(),
                    "'" + written.text() + "' is neither a list nor a mapping: "
                            + broken.sorted().get(0).summary(),
                    "for text put it in quotes of its own: -e \"" + name.text() + "='" + written.text() + "'\"");
            return Optional.empty();
        }
        return value;
    }

    private static void add(Node.Entry entry, Map<String, Variable> variables, Problems problems) {
        Variable.parse(entry, problems).ifPresent(variable -> variables.put(variable.name(), variable));
    }
}
