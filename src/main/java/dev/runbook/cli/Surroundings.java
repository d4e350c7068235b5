package dev.runbook.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the process was started in.
 *
 * @param folder where the user stands; relative paths start here
 * @param home where runbook itself lies
 */
record Surroundings(
        Path folder, Path home, Map<String, String> environment, PrintWriter out, PrintWriter err, InputStream in) {

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

    /** Where journals, leases and secrets are kept. */
    Path state() {
        return settings().state(folder);
    }

    /** What {@code runbook.yml} and the environment settle. */
    Settings settings() {
        return Settings.read(folder, home, environment);
    }
}
