package dev.runbook.cli;

import dev.runbook.journal.Contents;
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
 * @param seen receives every file that is read, with its text
 */
record Finder(Surroundings surroundings, BiConsumer<Path, String> seen) {

    static final String RUNBOOKS = "runbooks";
    static final String INVENTORIES = "inventories";

    private static final String DEFAULT = "default.yml";
    private static final Pattern INVENTORY = Pattern.compile("(?m)^(accounts|pairs) *:|\\A *\\{");

    Finder(Surroundings surroundings) {
        this(surroundings, (file, text) -> {});
    }

    /** The file of a runbook: the path as given, then under {@code runbooks/}, with {@code .yml} if it is missing. */
    Path runbook(String name) throws UsageException {
        List<Path> found = found(name, RUNBOOKS);
        for (Path file : found) {
            if (!Files.isDirectory(file)) {
                return file;
            }
        }
        if (found.isEmpty()) {
            throw new UsageException("there is no runbook '" + name + "'", hint(name, RUNBOOKS));
        }
        String inside =
                String.join(", ", yamlIn(found.get(0)).stream().map(this::shown).toList());
        throw new UsageException(name + " is a folder", "name a runbook" + (inside.isEmpty() ? "" : ": " + inside));
    }

    /** The files of an inventory; for a folder, every {@code .yml} in it. */
    List<Path> inventory(Optional<String> name) throws UsageException {
        Settings.Chosen chosen = surroundings.settings().chosen(Setting.INVENTORY, name, "-i");
        Path found = chosen.value().isEmpty() ? usual() : named(chosen);
        if (!Files.isDirectory(found)) {
            return List.of(found);
        }
        List<Path> files = yamlIn(found);
        if (files.isEmpty()) {
            throw new UsageException(
                    "there is no inventory in " + real(found), "name a file, or a folder of .yml files");
        }
        return files;
    }

    /** The text of a file that must exist; empty when it is not UTF-8, which is added to the problems. */
    Optional<Source> read(Path file, Problems problems) throws UsageException {
        try {
            return seen(file, problems);
        } catch (AccessDeniedException e) {
            throw new UsageException(shown(file) + " cannot be read", "its permissions do not allow it");
        } catch (IOException e) {
            throw new UsageException(shown(file) + " cannot be read: " + Unusable.why(e), "name a text file");
        }
    }

    /** The text of a file; empty when it does not exist, or is not UTF-8, which is added to the problems. */
    Optional<Source> text(Path file, Problems problems) throws IOException {
        return Files.isRegularFile(file) ? seen(file, problems) : Optional.empty();
    }

    private Optional<Source> seen(Path file, Problems problems) throws IOException {
        Optional<Source> source = TextFile.read(shown(file), file, problems);
        source.ifPresent(read -> seen.accept(file, read.text()));
        return source;
    }

    /** The path as the user would write it. */
    String shown(Path file) {
        Path real = real(file);
        Path here = real(surroundings.folder());
        return real.startsWith(here) ? here.relativize(real).toString() : real.toString();
    }

    private Path named(Settings.Chosen chosen) throws UsageException {
        String name = chosen.value();
        Path beside = surroundings.settings().folder().resolve(name);
        if (chosen.inFile() && Files.exists(beside)) {
            return beside;
        }
        return found(name, INVENTORIES).stream()
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "there is no inventory '" + name + "'"
                                + (chosen.origin().startsWith("option") ? "" : ", which " + chosen.origin() + " names"),
                        hint(name, INVENTORIES)));
    }

    /** The inventory if none is named: the default one of the project, else its only one. */
    private Path usual() throws UsageException {
        Optional<Path> folder = folder(INVENTORIES);
        Optional<Path> byDefault =
                folder.map(inventories -> inventories.resolve(DEFAULT)).filter(Files::exists);
        if (byDefault.isPresent()) {
            return real(byDefault.get());
        }
        List<Path> all = folder.map(Finder::yamlIn).orElse(List.of()).stream()
                .filter(Finder::isInventory)
                .toList();
        if (all.size() == 1) {
            return all.get(0);
        }
        throw new UsageException(
                all.isEmpty()
                        ? "there is no inventory in "
                                + folder.orElse(real(surroundings.project()).resolve(INVENTORIES))
                        : "there are several inventories and none is inventories/" + DEFAULT,
                "name one with -i" + (all.isEmpty() ? example(INVENTORIES, DEFAULT) : ""));
    }

    /** The existing files that a name can refer to, in order of precedence. */
    private List<Path> found(String name, String folder) {
        List<Path> places = new ArrayList<>();
        places.add(surroundings.folder().resolve(name));
        folder(folder).ifPresent(each -> {
            places.add(each.resolve(name));
            places.add(each.resolve(name + ".yml"));
        });
        return places.stream().filter(Files::exists).toList();
    }

    private Optional<Path> folder(String name) {
        return Optional.of(surroundings.project().resolve(name))
                .filter(Files::isDirectory)
                .map(Finder::real);
    }

    /** A hint about the example of this name in the installation; empty when there is none. */
    private String example(String folder, String name) {
        Path examples = surroundings.home().resolve(folder);
        return Stream.of(name, name + ".yml")
                .map(examples::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> "; the example of this installation is " + real(file))
                .orElse("");
    }

    /** The names of the files of a folder such as {@code runbooks}, as used on a command line. */
    List<String> names(String folder) {
        return known(folder).stream()
                .map(file -> bare(file.toString()))
                .distinct()
                .toList();
    }

    private List<Path> known(String folder) {
        return folder(folder).map(Finder::yamlIn).orElse(List.of()).stream()
                .filter(file -> !folder.equals(INVENTORIES) || isInventory(file))
                .toList();
    }

    /** Whether a file looks like an inventory; the fleet files of sandboxes are in the same folder. */
    private static boolean isInventory(Path file) {
        try {
            return INVENTORY.matcher(Contents.text(file)).find();
        } catch (IOException e) {
            return false;
        }
    }

    private String hint(String name, String folder) {
        List<String> known = known(folder).stream().map(this::shown).distinct().toList();
        Map<String, String> byName = new TreeMap<>();
        known.forEach(path -> byName.put(bare(path), path));
        Optional<String> near = Nearest.of(bare(name), byName.keySet()).map(found -> byName.getOrDefault(found, found));
        String others = known.isEmpty() ? "there are none in this project" : "there are " + String.join(", ", known);
        return near.map(path -> "did you mean " + path + "?").orElse(others) + example(folder, name);
    }

    /** The last part of a path, without its extension. */
    private static String bare(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.ya?ml$", "");
    }

    private static List<Path> yamlIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The canonical absolute path. */
    static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }
}
