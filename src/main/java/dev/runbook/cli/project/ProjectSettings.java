package dev.runbook.cli.project;

import dev.runbook.cli.OutputFormat;
import dev.runbook.cli.UsageException;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.ValueShape;
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
 * @param fileValues the values in {@code runbook.yml}
 * @param problems the mistakes in {@code runbook.yml}
 */
public record ProjectSettings(
        Path folder,
        Map<String, String> environment,
        Map<ProjectSetting, Node.Scalar> fileValues,
        List<Problem> problems) {

    static final String FILE = "runbook.yml";

    public ProjectSettings {
        environment = Map.copyOf(environment);
        fileValues = Map.copyOf(fileValues);
        problems = List.copyOf(problems);
    }

    /**
     * A value and its origin.
     *
     * @param origin an option, a variable or a place in a file, for messages
     * @param isFromFile whether it comes from {@code runbook.yml}
     */
    public record SettingValue(String value, String origin, boolean isFromFile) {}

    /**
     * Reads {@code runbook.yml} of a project, if there is one.
     *
     * @param from the current folder
     */
    static ProjectSettings read(Path project, Path from, Map<String, String> environment) {
        Path file = project.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return new ProjectSettings(project, environment, Map.of(), List.of());
        }
        String name = file.startsWith(from) ? from.relativize(file).toString() : file.toString();
        Problems problems = new Problems();
        Map<ProjectSetting, Node.Scalar> written = new EnumMap<>(ProjectSetting.class);
        try {
            TextFile.read(name, file, problems)
                    .flatMap(source -> Yaml.read(source, problems))
                    .filter(node -> isMapping(node, problems))
                    .map(node -> MappingReader.of(node, ProjectSetting.form(), problems))
                    .ifPresent(reader -> {
                        for (ProjectSetting setting : ProjectSetting.values()) {
                            scalar(reader, setting).ifPresent(value -> written.put(setting, value));
                        }
                        reader.reportUnknownKeys();
                    });
        } catch (IOException e) {
            problems.add("missing-file", new Source(name, "").start(), name + " cannot be read", e.toString());
        }
        return new ProjectSettings(project, environment, written, problems.toSortedList());
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

    private static Optional<Node.Scalar> scalar(MappingReader reader, ProjectSetting setting) {
        Problems problems = reader.problems();
        boolean literal = reader.text(setting.key()).isPresent();
        Optional<Node.Scalar> value = reader.node(setting.key())
                .filter(node -> literal)
                .flatMap(node -> MappingReader.scalar(node, setting.key(), problems));
        value.flatMap(given -> checkValue(setting, given.text()))
                .ifPresent(mistake ->
                        problems.add(mistake.code(), value.get().position(), mistake.summary(), mistake.hint()));
        return value.filter(given -> checkValue(setting, given.text()).isEmpty());
    }

    /** The value of a setting from its strongest origin. */
    public SettingValue resolve(ProjectSetting setting, Optional<String> option, String optionName)
            throws UsageException {
        Optional<SettingValue> given = option.map(value -> new SettingValue(value, "option " + optionName, false))
                .or(() -> Optional.ofNullable(environment.get(setting.variable()))
                        .filter(value -> !value.isEmpty())
                        .map(value -> new SettingValue(value, "variable " + setting.variable(), false)));
        if (given.isPresent()) {
            if (setting == ProjectSetting.INVENTORY && given.get().value().isBlank()) {
                // Most likely an unset shell variable; the user did not mean the default inventory.
                throw new UsageException(
                        optionName + " names no inventory", "leave " + optionName + " out to use the default one");
            }
            Optional<InvalidValue> mistake = checkValue(setting, given.get().value());
            if (mistake.isPresent()) {
                throw new UsageException(
                        given.get().origin() + ": " + mistake.get().summary(),
                        mistake.get().hint());
            }
            return given.get();
        }
        return Optional.ofNullable(fileValues.get(setting))
                .map(value -> new SettingValue(value.text(), value.position().toString(), true))
                .orElse(new SettingValue(setting.defaultValue(), "default", false));
    }

    /** How many pairs run at the same time. */
    public int forks(Optional<Integer> option) throws UsageException {
        return Integer.parseInt(resolve(ProjectSetting.FORKS, option.map(String::valueOf), "--forks")
                .value());
    }

    /** The output format of a run. */
    public OutputFormat output(Optional<OutputFormat> option) throws UsageException {
        return OutputFormat.valueOf(resolve(ProjectSetting.OUTPUT, option.map(Enum::name), "--output")
                .value());
    }

    /**
     * Whether mistakes are also written as annotations, because the output format of the run is {@code github}.
     *
     * @param option the {@code --output} of the command, if given
     */
    public boolean writesAnnotations(Optional<Object> option) {
        try {
            return option.orElse(output(Optional.empty())) == OutputFormat.github;
        } catch (UsageException e) {
            // The variable has an invalid value.
            return false;
        }
    }

    /** The verbosity: the number of {@code -v}, if there are any. */
    public int verbosity(int option) throws UsageException {
        Optional<String> given = Optional.of(Math.min(option, ProjectSetting.VERBOSITY_MAX))
                .filter(number -> number > 0)
                .map(String::valueOf);
        return Integer.parseInt(resolve(ProjectSetting.VERBOSITY, given, "-v").value());
    }

    /** The state folder; a relative {@code RUNBOOK_STATE} starts at {@code from}. */
    Path state(Path from) {
        Optional<Path> variable = Optional.ofNullable(environment.get(ProjectSetting.STATE.variable()))
                .filter(value -> !value.isEmpty())
                .map(from::resolve);
        String inProject = Optional.ofNullable(fileValues.get(ProjectSetting.STATE))
                .map(Node.Scalar::text)
                .orElse(ProjectSetting.STATE.defaultValue());
        return variable.orElse(folder.resolve(inProject)).toAbsolutePath().normalize();
    }

    private record InvalidValue(String code, String summary, String hint) {}

    private static Optional<InvalidValue> checkValue(ProjectSetting setting, String value) {
        String what = "'" + setting.key() + "' cannot be '" + value + "'";
        if (setting.shape() instanceof ValueShape.Words choice
                && !choice.words().contains(value)) {
            String all = "write one of: " + String.join(", ", choice.words());
            return Optional.of(new InvalidValue("wrong-value", what, Nearest.hint(value, choice.words(), all)));
        }
        if (setting.shape() instanceof ValueShape.Whole range
                && (!value.matches("[0-9]{1,9}")
                        || Long.parseLong(value) < range.least()
                        || Long.parseLong(value) > range.most())) {
            return Optional.of(new InvalidValue(
                    "wrong-value", what, "write a number from " + range.least() + " to " + range.most()));
        }
        return Optional.empty();
    }
}
