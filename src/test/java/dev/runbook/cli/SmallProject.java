package dev.runbook.cli;

import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunFolders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A project that needs no AWS, and the program run in it, in this process and without a terminal. */
record SmallProject(Path folder) {

    private static final String INVENTORY = """
            accounts:
              main: {region: eu-west-1}
            protect: [shop-prod]
            pairs:
              demo:
                source: {instance: shop-prod}
                target: {instance: shop-demo}
              stage:
                source: {instance: shop-prod}
                target: {instance: shop-stage}
            """;

    /** How a call of the program ended, and what it has said. */
    record Ended(int exit, String out, String err) {}

    SmallProject {
        try {
            Files.createDirectories(folder.resolve("inventories"));
            Files.createDirectories(folder.resolve("runbooks"));
            Files.writeString(folder.resolve("inventories/default.yml"), INVENTORY);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    SmallProject with(String runbook, String text) throws IOException {
        Files.writeString(folder.resolve("runbooks").resolve(runbook + ".yml"), text);
        return this;
    }

    SmallProject withoutInventory() throws IOException {
        Files.delete(folder.resolve("inventories/default.yml"));
        return this;
    }

    Ended call(String... words) {
        return from(folder, words);
    }

    /** Calls the program from another folder, with the same state. */
    Ended from(Path elsewhere, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Map<String, String> environment = new HashMap<>(
                Map.of("RUNBOOK_STATE", folder.resolve(".runbook").toString(), "COLUMNS", "100", "TERM", "dumb"));
        Surroundings surroundings = new Surroundings(
                elsewhere,
                folder,
                environment,
                new PrintWriter(out),
                new PrintWriter(err),
                new ByteArrayInputStream(new byte[0]));
        int exit = new Main(surroundings).run(words);
        surroundings.out().flush();
        surroundings.err().flush();
        return new Ended(exit, out.toString(), err.toString());
    }

    Path state() {
        return folder.resolve(".runbook");
    }

    List<RecordedRun> runs() throws IOException {
        return new RunFolders(state()).recorded();
    }
}
