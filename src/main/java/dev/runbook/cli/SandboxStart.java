package dev.runbook.cli;

import dev.runbook.inventory.Account;
import dev.runbook.inventory.Inventory;
import dev.runbook.report.Paragraph;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes sure that the sandbox of a project's inventory is up, and says how to look into it. */
final class SandboxStart {

    private static final int PATIENCE_MILLIS = 2000;
    private static final Pattern STATE = Pattern.compile("\"state\":\"([^\"]+)\"");

    private final Surroundings surroundings;
    private final Project project;
    private boolean started;

    SandboxStart(Surroundings surroundings, Project project) {
        this.surroundings = surroundings;
        this.project = project;
    }

    /** Whether everything a run needs is there: no sandbox wanted, or one that answers. */
    boolean ready() throws IOException, InterruptedException, UsageException {
        Optional<Inventory.Sandbox> sandbox = project.inventory().sandbox();
        if (sandbox.isEmpty() || answers(sandbox.get())) {
            return true;
        }
        surroundings.err().println("starting the sandbox ...");
        surroundings.err().flush();
        SandboxProcess process = new SandboxProcess(surroundings);
        started = !process.printed(process.arguments("up", sandbox.get())).isEmpty();
        return started;
    }

    /** Lines about how to look into the sandbox that this command has started, and how to stop it; none without one. */
    List<String> afterwards(String program, int width) {
        if (!started) {
            return List.of();
        }
        String inventory =
                project.inventoryName().endsWith("inventories/sandbox.yml") ? "" : " -i " + project.inventoryName();
        List<String> lines = new ArrayList<>(
                Paragraph.wrap("The sandbox that was started for this stays up. To look into it:", width));
        lines.add("  eval \"$(" + program + " sandbox env" + inventory + ")\"");
        lines.add("  aws rds describe-db-instances");
        lines.add("  aws s3 ls");
        port().ifPresent(port -> lines.add("  psql -h 127.0.0.1 -p $" + port));
        lines.add("To stop it:");
        lines.add("  " + program + " sandbox down" + inventory);
        return lines;
    }

    /** The variable that the sandbox gives the port of the first target. */
    private Optional<String> port() {
        return project.pairs().stream()
                .findFirst()
                .map(pair -> pair.target().instance().toUpperCase(Locale.ROOT).replace('-', '_') + "_PORT");
    }

    /** Whether our sandbox answers on every address; anything else there ends the run before it has begun. */
    private boolean answers(Inventory.Sandbox sandbox) throws UsageException {
        Path ours = Finder.real(new SandboxProcess(surroundings).state(sandbox));
        boolean all = true;
        for (String endpoint : endpoints()) {
            Optional<String> answer = answer(endpoint);
            all &= answer.isPresent();
            if (answer.isPresent() && !answer.get().contains("\"state\":\"" + ours + "\"")) {
                throw foreign(endpoint, answer.get());
            }
        }
        return all;
    }

    private List<String> endpoints() {
        return project.inventory().accounts().values().stream()
                .map(Account::endpoints)
                .flatMap(endpoints -> endpoints.rds().stream())
                .distinct()
                .toList();
    }

    private static UsageException foreign(String endpoint, String answer) {
        int port = URI.create(endpoint).getPort();
        Matcher state = STATE.matcher(answer);
        return state.find()
                ? new UsageException(
                        "port " + port + " is used by the sandbox of " + state.group(1),
                        "stop that one with 'runbook sandbox down' in its own project, or give this one other ports")
                : new UsageException(
                        "port " + port + " is used by something else than a sandbox of this version",
                        "end what listens there, or give the sandbox other ports in its fleet file and its inventory");
    }

    /** What is said on an address; empty when nobody listens. */
    private static Optional<String> answer(String endpoint) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(endpoint + "/sandbox/ready").toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return Optional.of("");
            }
            try (InputStream body = connection.getInputStream()) {
                return Optional.of(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (ConnectException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("");
        }
    }
}
