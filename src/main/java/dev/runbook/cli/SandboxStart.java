package dev.runbook.cli;

import dev.runbook.inventory.Account;
import dev.runbook.inventory.Inventory;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes sure that the sandbox of a project's inventory is up, and says how to look into it. */
record SandboxStart(Surroundings surroundings, Project project) {

    private static final int PATIENCE_MILLIS = 2000;

    /** Whether everything a run needs is there: no sandbox wanted, or one that answers. */
    boolean ready() throws IOException, InterruptedException, UsageException {
        Optional<Inventory.Sandbox> sandbox = project.inventory().sandbox();
        if (sandbox.isEmpty() || answers()) {
            return true;
        }
        surroundings.err().println("starting the sandbox ...");
        surroundings.err().flush();
        SandboxProcess process = new SandboxProcess(surroundings);
        return !process.printed(process.arguments("up", sandbox.get())).isEmpty();
    }

    /** Lines about how to look into the sandbox and how to stop it; none without one. */
    List<String> afterwards(String program) {
        if (project.inventory().sandbox().isEmpty()) {
            return List.of();
        }
        String inventory =
                project.inventoryName().endsWith("inventories/sandbox.yml") ? "" : " -i " + project.inventoryName();
        return List.of(
                "The sandbox stays up. To look into it with aws and psql:",
                "  eval \"$(" + program + " sandbox env" + inventory + ")\"",
                "  aws rds describe-db-instances; aws s3 ls; psql -h 127.0.0.1 -p $" + port(),
                "  " + program + " sandbox status" + inventory,
                "To stop it:",
                "  " + program + " sandbox down" + inventory);
    }

    /** The variable that the sandbox gives the port of the first target. */
    private String port() {
        String instance = project.pairs().get(0).target().instance();
        return instance.toUpperCase(Locale.ROOT).replace('-', '_') + "_PORT";
    }

    private boolean answers() {
        return project.inventory().accounts().values().stream()
                .map(Account::endpoints)
                .flatMap(endpoints -> endpoints.rds().stream())
                .anyMatch(SandboxStart::isReady);
    }

    private static boolean isReady(String endpoint) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(endpoint + "/sandbox/ready").toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}
