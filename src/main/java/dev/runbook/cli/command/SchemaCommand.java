package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.help.SchemaKind;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.expression.Json;
import dev.runbook.yaml.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the JSON Schema of one kind of file. */
@Command(
        name = "schema",
        header = "Prints the JSON Schema (2020-12) of a kind of file, for editors and linters.",
        description = {
            "runbook    a file of plays",
            "tasks      a file of tasks, for include",
            "inventory  accounts, protected names, groups and pairs",
            "masking    the rules of sql-mask",
            "config     runbook.yml",
            "events     one line of --output jsonl and of a journal",
            "",
            "It is generated from the tables that validate uses, so it covers every module, argument and keyword of this"
                    + " version.",
            "An editor with yaml-language-server reads its path from the first line of a file:",
            "  # yaml-language-server: $schema=../schemas/runbook.json",
            "'runbook init' writes these files and lines; 'runbook validate' checks more than a schema can."
        },
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class SchemaCommand implements Callable<Integer> {

    private final ProcessContext context;

    @Parameters(paramLabel = "runbook|tasks|inventory|masking|config|events", description = "the kind of file")
    private String kind = "";

    @Option(names = "--output", paramLabel = "FILE", description = "write to this file, and create its folder")
    private @Nullable String output;

    SchemaCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        List<String> kinds = SchemaKind.words();
        SchemaKind schemaKind = SchemaKind.of(kind)
                .orElseThrow(() -> new UsageException(
                        "there is no schema '" + kind + "'",
                        Nearest.hint(kind, kinds, "kinds of files: " + String.join(", ", kinds))));
        String json = Json.writePretty(schemaKind.schema());
        if (output == null) {
            context.out().print(json);
        } else {
            Path path = context.folder().resolve(output);
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, json);
        }
        return ExitCode.OK;
    }
}
