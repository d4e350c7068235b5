package dev.runbook.cli;

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
 * What the process was started in.
 *
 * @param folder where the user stands; relative paths start here
 * @param home where runbook itself lies
 */
record Surroundings(
        Path folder, Path home, Map<String, String> environment, PrintWriter out, PrintWriter err, InputStream in) {

    /** What a project has one of, at least. */
    private static final List<String> MARKS =
            List.of(Settings.FILE, Finder.INVENTORIES, Finder.RUNBOOKS, Setting.STATE.usual());

    Surroundings {
        environment = Map.copyOf(environment);
    }

    /** A variable that is set to something. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** The same as seen from another folder; the state stays where it is. */
    Surroundings in(Path other) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("RUNBOOK_STATE", state().toAbsolutePath().toString());
        return new Surroundings(other, home, variables, out, err, in);
    }

    /**
     * The folder whose runbooks, inventories and settings are meant: the nearest one upwards that has any of them, else where
     * the user stands. So the same files mean the same from wherever in their project they are used, and nothing of another
     * project is ever meant without its path.
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
        return MARKS.stream().map(folder::resolve).anyMatch(Files::exists);
    }

    /**
     * Where journals, leases and secrets are kept: in the project; outside of every project with runbook itself, so that runs
     * from there know of each other.
     */
    Path state() {
        boolean inInstallation = nearestProject().isEmpty() && isProject(home);
        Settings settings = inInstallation ? Settings.read(home, folder, environment) : settings();
        return settings.state(folder);
    }

    /** What {@code runbook.yml} and the environment settle. */
    Settings settings() {
        return Settings.read(project(), folder, environment);
    }
}
