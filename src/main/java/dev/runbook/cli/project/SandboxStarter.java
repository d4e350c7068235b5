package dev.runbook.cli.project;

import dev.runbook.cli.UsageException;
import dev.runbook.inventory.Account;
import dev.runbook.inventory.Inventory;
import dev.runbook.report.text.Paragraph;
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

/** Starts the sandbox of an inventory if it is not running, and prints how to use it. */
public final class SandboxStarter {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final Pattern STATE = Pattern.compile("\"state\":\"([^\"]+)\"");

    private final ProcessContext context;
    private final Project project;
    private boolean started;

    public SandboxStarter(ProcessContext context, Project project) {
        this.context = context;
        this.project = project;
    }

    /** Starts the sandbox if needed; true when the inventory has none, or it runs. */
    public boolean ensureRunning() throws IOException, InterruptedException, UsageException {
        Optional<Inventory.SandboxConfig> sandbox = project.inventory().sandbox();
        if (sandbox.isEmpty() || isRunning(sandbox.get())) {
            return true;
        }
        context.err().println("starting the sandbox ...");
        context.err().flush();
        SandboxProcess process = new SandboxProcess(context);
        started = !process.runAndCapture(process.arguments("up", sandbox.get())).isEmpty();
        return started;
    }

    /** Lines that say how to inspect and stop the sandbox; none unless this command has started it. */
    public List<String> usageHints(String program, int width) {
        if (!started) {
            return List.of();
        }
        String inventory =
                project.inventoryName().endsWith("inventories/sandbox.yml") ? "" : " -i " + project.inventoryName();
        List<String> lines = new ArrayList<>(
                Paragraph.wrap("The sandbox that this command started keeps running. To inspect it:", width));
        lines.add("  eval \"$(" + program + " sandbox env" + inventory + ")\"");
        lines.add("  aws rds describe-db-instances");
        lines.add("  aws s3 ls");
        port().ifPresent(port -> lines.add("  psql -h 127.0.0.1 -p $" + port));
        lines.add("To stop it:");
        lines.add("  " + program + " sandbox down" + inventory);
        return lines;
    }

    /** The environment variable with the port of the first target. */
    private Optional<String> port() {
        return project.pairs().stream()
                .findFirst()
                .map(pair -> pair.target().instance().toUpperCase(Locale.ROOT).replace('-', '_') + "_PORT");
    }

    /** Whether the sandbox of this inventory answers on every endpoint; refuses any other service there. */
    private boolean isRunning(Inventory.SandboxConfig sandbox) throws UsageException {
        Path ours = ProjectFileFinder.canonicalPath(new SandboxProcess(context).state(sandbox));
        boolean all = true;
        for (String endpoint : endpoints()) {
            Optional<String> answer = probe(endpoint);
            all &= answer.isPresent();
            if (answer.isPresent() && !answer.get().contains("\"state\":\"" + ours + "\"")) {
                throw foreignService(endpoint, answer.get());
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

    private static UsageException foreignService(String endpoint, String answer) {
        int port = URI.create(endpoint).getPort();
        Matcher state = STATE.matcher(answer);
        return state.find()
                ? new UsageException(
                        "port " + port + " is used by the sandbox of " + state.group(1),
                        "stop that one with 'runbook sandbox down' in its own project, or give this one other ports")
                : new UsageException(
                        "port " + port + " is used by another program, or by a sandbox of another version",
                        "stop the program that listens there, or give the sandbox other ports in its fleet file and its inventory");
    }

    /** The answer of an endpoint; empty when no program listens there. */
    private static Optional<String> probe(String endpoint) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(endpoint + "/sandbox/ready").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
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
