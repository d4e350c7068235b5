package dev.runbook.cli;

import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Calls the program from another folder. */
    Ended from(Path elsewhere, String... words) {
        return Ended.inProcess(elsewhere, folder, Map.of("COLUMNS", "100", "TERM", "dumb"), words);
    }

    Path state() {
        return folder.resolve(".runbook");
    }

    List<RecordedRun> runs() throws IOException {
        return new RunFolders(state()).recorded();
    }
}
