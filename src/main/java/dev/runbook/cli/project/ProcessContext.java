package dev.runbook.cli.project;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Current folder, installation, environment variables and streams of the process.
 *
 * @param folder the current folder, at which relative paths start
 * @param home the folder in which runbook is installed
 */
public record ProcessContext(
        Path folder,
        Path home,
        Map<String, String> environmentVariables,
        PrintWriter out,
        PrintWriter err,
        InputStream in) {

    /** Files and folders of which a project has at least one. */
    private static final List<String> PROJECT_MARKERS = List.of(
            ProjectSettings.FILE,
            ProjectFileFinder.INVENTORIES,
            ProjectFileFinder.RUNBOOKS,
            ProjectSetting.STATE.defaultValue());

    public ProcessContext {
        environmentVariables = Map.copyOf(environmentVariables);
    }

    /** A variable that is set and not empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environmentVariables.get(name)).filter(value -> !value.isEmpty());
    }

    /** The same context with another current folder and the same state folder. */
    public ProcessContext in(Path other) {
        Map<String, String> variables = new HashMap<>(environmentVariables);
        variables.put("RUNBOOK_STATE", state().toAbsolutePath().toString());
        return new ProcessContext(other, home, variables, out, err, in);
    }

    /**
     * The project folder: the nearest parent folder with runbooks, inventories or settings, else the current folder. Names
     * therefore resolve to the same files in every folder of a project, and never to files of another project.
     */
    Path project() {
        return nearestProject().orElse(folder);
    }

    private Optional<Path> nearestProject() {
        @Nullable Path nearest = folder.toAbsolutePath().normalize();
        while (nearest != null && !isProject(nearest)) {
            nearest = nearest.getParent();
        }
        return Optional.ofNullable(nearest);
    }

    private static boolean isProject(Path folder) {
        return PROJECT_MARKERS.stream().map(folder::resolve).anyMatch(Files::exists);
    }

    /**
     * The folder of journals, leases and secrets: in the project, or, outside of every project, in the installation of runbook,
     * so that runs started there see each other's leases.
     */
    public Path state() {
        boolean inInstallation = nearestProject().isEmpty() && isProject(home);
        ProjectSettings settings =
                inInstallation ? ProjectSettings.read(home, folder, environmentVariables) : settings();
        return settings.state(folder);
    }

    /** The settings from {@code runbook.yml} and the environment. */
    public ProjectSettings settings() {
        return ProjectSettings.read(project(), folder, environmentVariables);
    }
}
