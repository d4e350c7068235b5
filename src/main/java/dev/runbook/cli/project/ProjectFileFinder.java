package dev.runbook.cli.project;

import dev.runbook.cli.UsageException;
import dev.runbook.journal.BoundedFileReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds runbooks and inventories: by path, then in {@code runbooks/} and {@code inventories/} of the project. Other projects and
 * the examples of this installation are found by path only.
 *
 * @param onRead receives every file that is read, with its text
 */
public record ProjectFileFinder(ProcessContext context, BiConsumer<Path, String> onRead) {

    static final String RUNBOOKS = "runbooks";
    static final String INVENTORIES = "inventories";

    private static final String DEFAULT = "default.yml";
    private static final Pattern INVENTORY = Pattern.compile("(?m)^(accounts|pairs) *:|\\A *\\{");

    public ProjectFileFinder(ProcessContext context) {
        this(context, (file, text) -> {});
    }

    /** The file of a runbook: the path as given, then under {@code runbooks/}, with {@code .yml} if it is missing. */
    Path findRunbook(String name) throws UsageException {
        List<Path> found = candidates(name, RUNBOOKS);
        for (Path file : found) {
            if (!Files.isDirectory(file)) {
                return file;
            }
        }
        if (found.isEmpty()) {
            throw new UsageException("there is no runbook '" + name + "'", hint(name, RUNBOOKS));
        }
        String inside = String.join(
                ", ", yamlFiles(found.get(0)).stream().map(this::displayPath).toList());
        throw new UsageException(name + " is a folder", "name a runbook" + (inside.isEmpty() ? "" : ": " + inside));
    }

    /** The files of an inventory; for a folder, every {@code .yml} in it. */
    public List<Path> findInventory(Optional<String> name) throws UsageException {
        ProjectSettings.SettingValue settingValue = context.settings().resolve(ProjectSetting.INVENTORY, name, "-i");
        Path found = settingValue.value().isEmpty() ? defaultInventory() : namedInventory(settingValue);
        if (!Files.isDirectory(found)) {
            return List.of(found);
        }
        List<Path> files = yamlFiles(found);
        if (files.isEmpty()) {
            throw new UsageException(
                    "there is no inventory in " + canonicalPath(found), "name a file, or a folder of .yml files");
        }
        return files;
    }

    /** The text of a file that must exist; empty when it is not UTF-8, which is added to the problems. */
    Optional<Source> read(Path file, Problems problems) throws UsageException {
        try {
            return readAndReport(file, problems);
        } catch (AccessDeniedException e) {
            throw new UsageException(displayPath(file) + " cannot be read", "its permissions do not allow it");
        } catch (IOException e) {
            throw new UsageException(
                    displayPath(file) + " cannot be read: " + FileErrorTranslator.reason(e), "name a text file");
        }
    }

    /** The text of a file; empty when it does not exist, or is not UTF-8, which is added to the problems. */
    Optional<Source> text(Path file, Problems problems) throws IOException {
        return Files.isRegularFile(file) ? readAndReport(file, problems) : Optional.empty();
    }

    private Optional<Source> readAndReport(Path file, Problems problems) throws IOException {
        Optional<Source> source = TextFile.read(displayPath(file), file, problems);
        source.ifPresent(read -> onRead.accept(file, read.text()));
        return source;
    }

    /** The path as the user would write it. */
    public String displayPath(Path file) {
        Path real = canonicalPath(file);
        Path here = canonicalPath(context.folder());
        return real.startsWith(here) ? here.relativize(real).toString() : real.toString();
    }

    private Path namedInventory(ProjectSettings.SettingValue settingValue) throws UsageException {
        String name = settingValue.value();
        Path beside = context.settings().folder().resolve(name);
        if (settingValue.isFromFile() && Files.exists(beside)) {
            return beside;
        }
        return candidates(name, INVENTORIES).stream()
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "there is no inventory '" + name + "'"
                                + (settingValue.origin().startsWith("option")
                                        ? ""
                                        : ", which " + settingValue.origin() + " names"),
                        hint(name, INVENTORIES)));
    }

    /** The inventory if none is named: the default one of the project, else its only one. */
    private Path defaultInventory() throws UsageException {
        Optional<Path> folder = folder(INVENTORIES);
        Optional<Path> byDefault =
                folder.map(inventories -> inventories.resolve(DEFAULT)).filter(Files::exists);
        if (byDefault.isPresent()) {
            return canonicalPath(byDefault.get());
        }
        List<Path> all = folder.map(ProjectFileFinder::yamlFiles).orElse(List.of()).stream()
                .filter(ProjectFileFinder::isInventory)
                .toList();
        if (all.size() == 1) {
            return all.get(0);
        }
        throw new UsageException(
                all.isEmpty()
                        ? "there is no inventory in "
                                + folder.orElse(canonicalPath(context.project()).resolve(INVENTORIES))
                        : "there are several inventories and none is inventories/" + DEFAULT,
                "name one with -i" + (all.isEmpty() ? exampleHint(INVENTORIES, DEFAULT) : ""));
    }

    /** The existing files that a name can refer to, in order of precedence. */
    private List<Path> candidates(String name, String folder) {
        List<Path> places = new ArrayList<>();
        places.add(context.folder().resolve(name));
        folder(folder).ifPresent(each -> {
            places.add(each.resolve(name));
            places.add(each.resolve(name + ".yml"));
        });
        return places.stream().filter(Files::exists).toList();
    }

    private Optional<Path> folder(String name) {
        return Optional.of(context.project().resolve(name))
                .filter(Files::isDirectory)
                .map(ProjectFileFinder::canonicalPath);
    }

    /** A hint about the example of this name in the installation; empty when there is none. */
    private String exampleHint(String folder, String name) {
        Path examples = context.home().resolve(folder);
        return Stream.of(name, name + ".yml")
                .map(examples::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> "; the example of this installation is " + canonicalPath(file))
                .orElse("");
    }

    /** The names of the files of a folder such as {@code runbooks}, as used on a command line. */
    public List<String> names(String folder) {
        return knownFiles(folder).stream()
                .map(file -> baseName(file.toString()))
                .distinct()
                .toList();
    }

    private List<Path> knownFiles(String folder) {
        return folder(folder).map(ProjectFileFinder::yamlFiles).orElse(List.of()).stream()
                .filter(file -> !folder.equals(INVENTORIES) || isInventory(file))
                .toList();
    }

    /** Whether a file looks like an inventory; the fleet files of sandboxes are in the same folder. */
    private static boolean isInventory(Path file) {
        try {
            return INVENTORY.matcher(BoundedFileReader.readText(file)).find();
        } catch (IOException e) {
            return false;
        }
    }

    private String hint(String name, String folder) {
        List<String> known =
                knownFiles(folder).stream().map(this::displayPath).distinct().toList();
        Map<String, String> byName = new TreeMap<>();
        known.forEach(path -> byName.put(baseName(path), path));
        Optional<String> near =
                Nearest.of(baseName(name), byName.keySet()).map(found -> byName.getOrDefault(found, found));
        String others = known.isEmpty() ? "there are none in this project" : "there are " + String.join(", ", known);
        return near.map(path -> "did you mean " + path + "?").orElse(others) + exampleHint(folder, name);
    }

    /** The last part of a path, without its extension. */
    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.ya?ml$", "");
    }

    private static List<Path> yamlFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The canonical absolute path. */
    public static Path canonicalPath(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }
}
