package dev.runbook.cli.command;

import dev.runbook.cli.ProgramVersion;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ExtraVarArgs;
import dev.runbook.cli.project.FileErrorTranslator;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.ProjectFileFinder;
import dev.runbook.engine.RunOutcome;
import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.journal.BoundedFileReader;
import dev.runbook.journal.PrivateFiles;
import dev.runbook.plan.PlanRecorder;
import dev.runbook.plan.PlanWriter;
import dev.runbook.plan.PlannedCall;
import dev.runbook.plan.PlannedPair;
import dev.runbook.plan.SaltedDigest;
import dev.runbook.plan.SavedPlan;
import dev.runbook.plan.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Saves the plan of a check that has completed to a file. */
final class PlanFileWriter {

    private final ProcessContext context;
    private final String name;
    private final Path file;
    private final PlanRecorder recorder;
    private final Map<Path, String> readFiles = new LinkedHashMap<>();

    private PlanFileWriter(ProcessContext context, String name, Path file) {
        this.context = context;
        this.name = name;
        this.file = file;
        this.recorder = new PlanRecorder(ProjectFileFinder.canonicalPath(context.folder()));
    }

    /** Verifies before the check starts that the file can be written. */
    static PlanFileWriter create(String name, ProcessContext context) throws UsageException {
        Path file = context.folder().resolve(name).toAbsolutePath().normalize();
        Path folder = file.getParent();
        if (Files.isDirectory(file)) {
            throw new UsageException("--out " + name + " is a folder", "name a file, such as " + name + "/plan.json");
        }
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new UsageException(
                    "the plan cannot be written to " + name + ": its folder "
                            + (folder != null && Files.isDirectory(folder) ? "cannot be written to" : "does not exist"),
                    "");
        }
        return new PlanFileWriter(context, name, file);
    }

    PlanRecorder recorder() {
        return recorder;
    }

    /** Records a file that was read for the runbook or the inventory. */
    void addReadFile(Path path, String text) {
        readFiles.put(ProjectFileFinder.canonicalPath(path), Sha256.of(text));
    }

    /** Records a file that an expression has looked up. */
    void addLookupFile(Path path, String text) {
        recorder.addFile("looked up", ProjectFileFinder.canonicalPath(path), Sha256.of(text));
    }

    /**
     * Writes the plan, or prints why there is none.
     *
     * @param prompted the answers to the prompts of plays
     * @return the words after {@code runbook} that apply the plan; empty when there is none
     */
    Optional<String> finish(Project project, Map<String, Value> prompted, RunOptions options, RunOutcome outcome)
            throws IOException, UsageException {
        readFiles.forEach((path, sha256) -> recorder.addFile(role(path, project), path, sha256));
        addPrograms();
        Map<String, Value> values = new LinkedHashMap<>();
        Map<String, SaltedDigest> secrets = new LinkedHashMap<>();
        Map<String, Value> given = new LinkedHashMap<>(prompted);
        given.putAll(project.extraVars());
        Set<String> hidden = project.secrets();
        given.forEach((variable, value) -> {
            if (hidden.contains(variable) || isSecret(variable, value)) {
                secrets.put(variable, SaltedDigest.of(secretText(value), new SecureRandom()));
            } else {
                values.put(variable, value);
            }
        });
        SavedPlan.PlanOrigin origin = new SavedPlan.PlanOrigin(
                ProgramVersion.text(),
                Instant.now(),
                context.folder().toString(),
                new ExtraVarArgs(options.words())
                        .replaceValues(value -> Optional.of(value.withMasked(secrets.keySet()))));
        SavedPlan.PlanRequest request = planRequest(project, options.request(), values, secrets);
        Optional<SavedPlan> plan =
                outcome.exit() == RunOutcome.OK ? recorder.toPlan(origin, request) : Optional.empty();
        if (plan.isEmpty()) {
            context.err()
                    .println("no plan was written: the check did not complete"
                            + (Files.exists(file) ? "; the older " + name + " is still there" : ""));
            return Optional.empty();
        }
        write(PlanWriter.write(plan.get()));
        warnAboutOpenTasks(plan.get());
        StringBuilder again = new StringBuilder("run --plan " + name);
        secrets.keySet().forEach(secret -> again.append(" -e ").append(secret).append("=..."));
        return Optional.of(again.toString());
    }

    private SavedPlan.PlanRequest planRequest(
            Project project,
            Project.ProjectRequest request,
            Map<String, Value> values,
            Map<String, SaltedDigest> secrets) {
        return new SavedPlan.PlanRequest(
                new ProjectFileFinder(context).displayPath(project.file()),
                project.inventoryName(),
                request.limit(),
                request.taskSelection().tags().stream().map(tag -> tag.text()).toList(),
                request.taskSelection().skipTags().stream()
                        .map(tag -> tag.text())
                        .toList(),
                request.taskSelection().from().map(from -> from.text()),
                values,
                secrets);
    }

    private static String role(Path path, Project project) {
        if (path.equals(ProjectFileFinder.canonicalPath(project.file()))) {
            return "runbook";
        }
        return path.startsWith(ProjectFileFinder.canonicalPath(project.inventoryPath()))
                ? "inventory"
                : "named by the runbook or by -e";
    }

    /** Records the programs in the project that tasks start, because they are a part of the plan. */
    private void addPrograms() throws IOException {
        Path project = ProjectFileFinder.canonicalPath(context.folder());
        for (PlannedCall call : recorder.calls()) {
            String folder = call.parameters().get("folder").map(Value::show).orElse(".");
            for (String word : texts(call.parameters().get("argv"))) {
                Optional<Path> program = findProgram(project, folder, word);
                if (program.isPresent()) {
                    try (InputStream stream = BoundedFileReader.open(program.get())) {
                        recorder.addFile("program", program.get(), Sha256.of(stream));
                    }
                }
            }
        }
    }

    private static Optional<Path> findProgram(Path project, String folder, String word) {
        try {
            Path program =
                    ProjectFileFinder.canonicalPath(project.resolve(folder).resolve(word));
            return Files.isRegularFile(program) && program.startsWith(project)
                    ? Optional.of(program)
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static List<String> texts(Optional<Value> list) {
        return list.isPresent() && list.get() instanceof Value.Items items
                ? items.items().stream().map(Value::show).toList()
                : List.of();
    }

    private boolean isSecret(String variable, Value value) {
        String secret = new Value.Secret("").show();
        return value.show().contains(secret) || recorder.secretNames().contains(variable);
    }

    /** The text from which the digest of a secret is computed; the same whether or not the value is marked as secret. */
    static String secretText(Value value) {
        Value open = revealSecrets(value);
        return open instanceof Value.Text text ? text.text() : Json.write(open);
    }

    private static Value revealSecrets(Value value) {
        if (value instanceof Value.Items items) {
            return new Value.Items(
                    items.items().stream().map(PlanFileWriter::revealSecrets).toList());
        }
        if (value instanceof Value.Fields fields) {
            Map<String, Value> open = new LinkedHashMap<>();
            fields.fields().forEach((name, field) -> open.put(name, revealSecrets(field)));
            return new Value.Fields(open);
        }
        return new Value.Text(value instanceof Value.Secret secret ? secret.reveal() : value.show());
    }

    /** Writes the file atomically, readable by the owner only. */
    private void write(String text) throws UsageException {
        Path whole = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.deleteIfExists(whole);
            PrivateFiles.createFile(whole);
            Files.writeString(whole, text);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UsageException(
                    "the plan cannot be written to " + name + ": " + FileErrorTranslator.reason(e),
                    "free space there, or name another file");
        }
    }

    private void warnAboutOpenTasks(SavedPlan plan) {
        TreeSet<String> open = new TreeSet<>();
        plan.pairs()
                .forEach(pair -> pair.tasks().stream()
                        .filter(PlannedPair.TaskPlan::knownWhenRun)
                        .forEach(task -> open.add(task.id())));
        for (String task : open) {
            context.err()
                    .println(
                            "warning: the changes of task " + task
                                    + " are known only when it runs; a run with this plan stops there if it would change something");
        }
    }
}
