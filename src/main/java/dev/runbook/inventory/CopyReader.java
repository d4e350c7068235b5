package dev.runbook.inventory;

import dev.runbook.expression.Template;
import dev.runbook.yaml.Glob;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one entry of {@code copies}. */
final class CopyReader {

    private static final List<String> OPTIONS = List.of("name", "delete", "delete_max", "server_side");

    private final Problems problems;

    CopyReader(Problems problems) {
        this.problems = problems;
    }

    Optional<Copy> read(Node node) {
        MappingReader reader = MappingReader.of(node, InventoryKeys.COPY, problems);
        Optional<Copy.Location> source = reader.require("source").flatMap(this::location);
        Optional<Copy.Location> target = reader.require("target").flatMap(this::location);
        List<Template> include = globs(reader, "include");
        List<Template> exclude = globs(reader, "exclude");
        Map<String, Template> options = new LinkedHashMap<>();
        for (String option : OPTIONS) {
            reader.node(option)
                    .flatMap(value -> Template.parse(value, problems))
                    .ifPresent(template -> options.put(option, template));
        }
        reader.reportUnknownKeys();
        Optional<Template> whole = Template.parse(node, new Problems());
        if (source.isEmpty() || target.isEmpty() || whole.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Copy(source.get(), target.get(), include, exclude, options, whole.get(), node.position()));
    }

    private List<Template> globs(MappingReader reader, String key) {
        List<Template> globs = reader.items(key).stream()
                .flatMap(item -> Template.parse(item, problems).stream())
                .toList();
        for (Template glob : globs) {
            if (glob.isLiteral() && glob.node().orElse(null) instanceof Node.Scalar written) {
                Glob.read(written.text(), written.position(), Glob.GlobKind.KEY, problems);
            }
        }
        return globs;
    }

    /** Reads a bucket, or the part of one below a prefix. */
    Optional<Copy.Location> location(Node node) {
        MappingReader reader = MappingReader.of(node, InventoryKeys.BUCKET, problems);
        Optional<Template> bucket = reader.require("bucket").flatMap(value -> Template.parse(value, problems));
        Optional<Template> prefix = reader.node("prefix").flatMap(value -> Template.parse(value, problems));
        Optional<String> account = reader.text("account");
        reader.reportUnknownKeys();
        return bucket.map(name -> new Copy.Location(name, prefix, account, node.position()));
    }
}
