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
 * The settings of a project. An option overrides an environment variable, a variable overrides {@code runbook.yml}, and that
 * overrides the default.
 *
 * @param folder the folder of the project, at which the paths of {@code runbook.yml} start
 * @param written the values in {@code runbook.yml}
 * @param problems the mistakes in {@code runbook.yml}
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
     * A value and its origin.
     *
     * @param origin an option, a variable or a place in a file, for messages
     * @param inFile whether it comes from {@code runbook.yml}
     */
    record Chosen(String value, String origin, boolean inFile) {}

    /**
     * Reads {@code runbook.yml} of a project, if there is one.
     *
     * @param from the current folder
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
                    FILE + " contains the settings of a project, and this is a list",
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

    /** The value of a setting from its strongest origin. */
    Chosen chosen(Setting setting, Optional<String> option, String optionName) throws UsageException {
        Optional<Chosen> given = option.map(value -> new Chosen(value, "option " + optionName, false))
                .or(() -> Optional.ofNullable(environment.get(setting.variable()))
                        .filter(value -> !value.isEmpty())
                        .map(value -> new Chosen(value, "variable " + setting.variable(), false)));
        if (given.isPresent()) {
            if (setting == Setting.INVENTORY && given.get().value().isBlank()) {
                // Most likely an unset shell variable; the user did not mean the default inventory.
                throw new UsageException(
                        optionName + " names no inventory", "leave " + optionName + " out to use the default one");
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

    /** How many pairs run at the same time. */
    int forks(Optional<Integer> option) throws UsageException {
        return Integer.parseInt(
                chosen(Setting.FORKS, option.map(String::valueOf), "--forks").value());
    }

    /** The output format of a run. */
    Output output(Optional<Output> option) throws UsageException {
        return Output.valueOf(
                chosen(Setting.OUTPUT, option.map(Enum::name), "--output").value());
    }

    /**
     * Whether mistakes are also written as annotations, because the output format of the run is {@code github}.
     *
     * @param option the {@code --output} of the command, if given
     */
    boolean annotates(Optional<Object> option) {
        try {
            return option.orElse(output(Optional.empty())) == Output.github;
        } catch (UsageException e) {
            // The variable has an invalid value.
            return false;
        }
    }

    /** The verbosity: the number of {@code -v}, if there are any. */
    int verbosity(int option) throws UsageException {
        Optional<String> given = Optional.of(Math.min(option, Setting.VERBOSITY_MAX))
                .filter(number -> number > 0)
                .map(String::valueOf);
        return Integer.parseInt(chosen(Setting.VERBOSITY, given, "-v").value());
    }

    /** The state folder; a relative {@code RUNBOOK_STATE} starts at {@code from}. */
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
