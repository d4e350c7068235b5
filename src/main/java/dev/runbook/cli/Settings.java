package dev.runbook.cli;

import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Shape;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is settled for a project: an option counts before the environment, the environment before {@code runbook.yml}, and that
 * before what is usual.
 *
 * @param folder the project's, that the paths of {@code runbook.yml} start at
 * @param written what it says
 * @param problems what is wrong in it
 */
record Settings(
        Path folder, Map<String, String> environment, Map<Setting, Node.Scalar> written, List<Problem> problems) {

    static final String FILE = "runbook.yml";

    Settings {
        environment = Map.copyOf(environment);
        written = Map.copyOf(written);
        problems = List.copyOf(problems);
    }

    /**
     * A value and where it comes from.
     *
     * @param origin for a person: an option, a variable, a place in a file
     * @param inFile whether it stands in {@code runbook.yml}
     */
    record Chosen(String value, String origin, boolean inFile) {}

    /**
     * Reads the file of a project; most have none.
     *
     * @param from where the user stands
     */
    static Settings read(Path project, Path from, Map<String, String> environment) {
        Path file = project.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return new Settings(project, environment, Map.of(), List.of());
        }
        String name = file.startsWith(from) ? from.relativize(file).toString() : file.toString();
        Problems problems = new Problems();
        Map<Setting, Node.Scalar> written = new EnumMap<>(Setting.class);
        try {
            TextFile.read(name, file, problems)
                    .flatMap(source -> Yaml.read(source, problems))
                    .filter(node -> isMapping(node, problems))
                    .map(node -> MappingReader.of(node, Setting.form(), problems))
                    .ifPresent(reader -> {
                        for (Setting setting : Setting.values()) {
                            scalar(reader, setting).ifPresent(value -> written.put(setting, value));
                        }
                        reader.done();
                    });
        } catch (IOException e) {
            problems.add("missing-file", new Source(name, "").start(), name + " cannot be read", e.toString());
        }
        return new Settings(project, environment, written, problems.sorted());
    }

    private static boolean isMapping(Node node, Problems problems) {
        if (node instanceof Node.Sequence) {
            problems.add(
                    "wrong-type",
                    node.position(),
                    FILE + " holds the settings of a project, and this is a list",
                    "give a runbook another name, such as refresh.yml");
        }
        return !(node instanceof Node.Sequence);
    }

    private static Optional<Node.Scalar> scalar(MappingReader reader, Setting setting) {
        Problems problems = reader.problems();
        boolean literal = reader.text(setting.key()).isPresent();
        Optional<Node.Scalar> value = reader.node(setting.key())
                .filter(node -> literal)
                .flatMap(node -> MappingReader.scalar(node, setting.key(), problems));
        value.flatMap(given -> mistake(setting, given.text()))
                .ifPresent(mistake ->
                        problems.add(mistake.code(), value.get().position(), mistake.summary(), mistake.hint()));
        return value.filter(given -> mistake(setting, given.text()).isEmpty());
    }

    /** What a setting is, from the strongest place that says it. */
    Chosen chosen(Setting setting, Optional<String> option, String optionName) throws UsageException {
        Optional<Chosen> given = option.map(value -> new Chosen(value, "option " + optionName, false))
                .or(() -> Optional.ofNullable(environment.get(setting.variable()))
                        .filter(value -> !value.isEmpty())
                        .map(value -> new Chosen(value, "variable " + setting.variable(), false)));
        if (given.isPresent()) {
            if (setting == Setting.INVENTORY && given.get().value().isBlank()) {
                // Most likely a variable that is not set; the usual inventory is not what was meant by it.
                throw new UsageException(
                        optionName + " names no inventory", "leave " + optionName + " out to mean the usual one");
            }
            Optional<Mistake> mistake = mistake(setting, given.get().value());
            if (mistake.isPresent()) {
                throw new UsageException(
                        given.get().origin() + ": " + mistake.get().summary(),
                        mistake.get().hint());
            }
            return given.get();
        }
        return Optional.ofNullable(written.get(setting))
                .map(value -> new Chosen(value.text(), value.position().toString(), true))
                .orElse(new Chosen(setting.usual(), "default", false));
    }

    /** How many pairs are worked on at the same time. */
    int forks(Optional<Integer> option) throws UsageException {
        return Integer.parseInt(
                chosen(Setting.FORKS, option.map(String::valueOf), "--forks").value());
    }

    /** The form in which a run is reported. */
    Output output(Optional<Output> option) throws UsageException {
        return Output.valueOf(
                chosen(Setting.OUTPUT, option.map(Enum::name), "--output").value());
    }

    /**
     * Whether mistakes show as annotations too: what goes wrong before a run is told in the form that the run would have.
     *
     * @param option the verb's own form of output, when it was given one
     */
    boolean annotates(Optional<Object> option) {
        try {
            return option.orElse(output(Optional.empty())) == Output.github;
        } catch (UsageException e) {
            // The variable is wrong, and nobody knows what was meant.
            return false;
        }
    }

    /** How much is told: so many {@code -v}, when there are any. */
    int verbosity(int option) throws UsageException {
        Optional<String> given = Optional.of(Math.min(option, Setting.VERBOSITY_MAX))
                .filter(number -> number > 0)
                .map(String::valueOf);
        return Integer.parseInt(chosen(Setting.VERBOSITY, given, "-v").value());
    }

    /** The state folder, for somebody who stands in another one. */
    Path state(Path from) {
        Optional<Path> variable = Optional.ofNullable(environment.get(Setting.STATE.variable()))
                .filter(value -> !value.isEmpty())
                .map(from::resolve);
        String inProject = Optional.ofNullable(written.get(Setting.STATE))
                .map(Node.Scalar::text)
                .orElse(Setting.STATE.usual());
        return variable.orElse(folder.resolve(inProject)).toAbsolutePath().normalize();
    }

    private record Mistake(String code, String summary, String hint) {}

    private static Optional<Mistake> mistake(Setting setting, String value) {
        String what = "'" + setting.key() + "' cannot be '" + value + "'";
        if (setting.shape() instanceof Shape.Words choice && !choice.words().contains(value)) {
            String all = "write one of: " + String.join(", ", choice.words());
            return Optional.of(new Mistake("wrong-value", what, Nearest.hint(value, choice.words(), all)));
        }
        if (setting.shape() instanceof Shape.Whole range
                && (!value.matches("[0-9]{1,9}")
                        || Long.parseLong(value) < range.least()
                        || Long.parseLong(value) > range.most())) {
            return Optional.of(
                    new Mistake("wrong-value", what, "write a number from " + range.least() + " to " + range.most()));
        }
        return Optional.empty();
    }
}
