package dev.runbook.cli.command;

import dev.runbook.cli.RefusedException;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ExtraVarValues;
import dev.runbook.cli.project.FileErrorTranslator;
import dev.runbook.cli.project.MissingSecrets;
import dev.runbook.cli.project.OptionNodes;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.ProjectFileFinder;
import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.journal.BoundedFileReader;
import dev.runbook.plan.PlanReader;
import dev.runbook.plan.SaltedDigest;
import dev.runbook.plan.SavedPlan;
import dev.runbook.plan.Sha256;
import dev.runbook.plan.UnreadablePlanException;
import dev.runbook.runbook.Selection;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.ProblemException;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A saved plan to apply.
 *
 * @param name the name of its file, as given
 * @param digest the SHA-256 of the file
 */
record PlanFile(String name, SavedPlan plan, String digest) {

    private static final String NEW_PLAN_HINT = "make a new plan with --check --out, review it, and run that one";

    /** Reads a plan. */
    static PlanFile open(String name, ProcessContext context)
            throws UsageException, RefusedException, ProblemException {
        Path file = context.folder().resolve(name);
        String text;
        try {
            text = BoundedFileReader.readText(file);
        } catch (IOException e) {
            throw new UsageException(
                    Files.exists(file) ? "the plan " + name + " cannot be read" : "there is no plan '" + name + "'",
                    Files.exists(file)
                            ? FileErrorTranslator.reason(e)
                            : "run RUNBOOK --check --out " + name + " creates it");
        }
        try {
            return new PlanFile(name, PlanReader.read(text), Sha256.of(text));
        } catch (UnreadablePlanException e) {
            String summary = name + " cannot be used as a plan: " + e.getMessage();
            if (e.isOfOtherFormat()) {
                throw new RefusedException(summary, List.of(), NEW_PLAN_HINT + " with this version of runbook");
            }
            throw new ProblemException(
                    List.of(new Problem("unreadable-plan", new Source(name, text).start(), summary, NEW_PLAN_HINT)));
        }
    }

    /** Verifies that every file the plan was made from is unchanged. */
    void verifyFiles(ProcessContext context) throws RefusedException {
        List<String> places = new ArrayList<>();
        for (SavedPlan.InputFile file : plan.files()) {
            fileDrift(file, context.folder().resolve(file.path()))
                    .ifPresent(text -> places.add(file.path() + " (" + file.role() + ") " + text));
        }
        if (!places.isEmpty()) {
            throw new RefusedException(
                    "the plan " + name + " is out of date: files have changed since it was made",
                    places,
                    NEW_PLAN_HINT);
        }
    }

    private static Optional<String> fileDrift(SavedPlan.InputFile planned, Path file) {
        try {
            String now;
            try (InputStream stream = BoundedFileReader.open(file)) {
                now = Sha256.of(stream);
            }
            return now.equals(planned.sha256())
                    ? Optional.empty()
                    : Optional.of("had SHA-256 " + shortDigest(planned.sha256()) + " when planned and has "
                            + shortDigest(now) + " now");
        } catch (IOException e) {
            return Optional.of(Files.exists(file) ? "cannot be read now: " + FileErrorTranslator.reason(e) : "is gone");
        }
    }

    private static String shortDigest(String digest) {
        return digest.substring(0, Math.min(12, digest.length()));
    }

    /**
     * The request of the check that made the plan.
     *
     * @param given the values of {@code -e} of the current command: the secrets, which a plan does not contain
     */
    Project.ProjectRequest request(List<String> given, ProjectFileFinder finder)
            throws UsageException, RefusedException, ProblemException {
        verifySecrets(given, finder);
        SavedPlan.PlanRequest request = plan.request();
        List<String> vars = new ArrayList<>();
        if (!request.values().isEmpty()) {
            vars.add(Json.write(new Value.Fields(request.values())));
        }
        vars.addAll(given);
        return new Project.ProjectRequest(
                request.runbook(),
                Optional.of(request.inventory()),
                request.limit(),
                vars,
                MissingSecrets.none(),
                new Selection.Request(
                        OptionNodes.scalars("-t", request.tags()),
                        OptionNodes.scalars("--skip-tags", request.skipTags()),
                        OptionNodes.scalar("--from", request.from())));
    }

    private void verifySecrets(List<String> given, ProjectFileFinder finder)
            throws UsageException, RefusedException, ProblemException {
        Problems problems = new Problems();
        Map<String, SaltedDigest> secrets = plan.request().secrets();
        Map<String, Value> values = ExtraVarValues.read(given, finder, secrets::containsKey, problems);
        problems.throwIfAny();
        for (Map.Entry<String, Value> value : values.entrySet()) {
            SaltedDigest secret = secrets.get(value.getKey());
            if (secret == null
                    && value.getValue().equals(plan.request().values().get(value.getKey()))) {
                continue;
            }
            if (secret == null) {
                throw new UsageException(
                        "-e gives '" + value.getKey() + "', but the values of the plan " + name + " are fixed",
                        secrets.isEmpty()
                                ? "leave it out, or make a plan with it"
                                : "-e gives only the secrets that the plan does not contain: " + joinNames(secrets));
            }
            if (!matchesDigest(secret, value.getValue())) {
                throw new RefusedException(
                        "the value of '" + value.getKey() + "' is not the one that " + name + " was made with",
                        List.of(),
                        "give the same value, or " + NEW_PLAN_HINT);
            }
        }
        List<String> missing = secrets.keySet().stream()
                .filter(secret -> !values.containsKey(secret))
                .toList();
        if (!missing.isEmpty()) {
            throw new UsageException(
                    "the plan " + name + " was made with secrets that it does not contain: "
                            + String.join(", ", missing),
                    "give each again with -e NAME=VALUE");
        }
    }

    /** Also accepts the digest of the JSON text, which older versions wrote for some values. */
    private static boolean matchesDigest(SaltedDigest secret, Value value) {
        return secret.matches(PlanFileWriter.secretText(value)) || secret.matches(Json.write(value));
    }

    private static String joinNames(Map<String, SaltedDigest> secrets) {
        return String.join(", ", secrets.keySet());
    }

    /** {@code plan.json, made 3 h 12 min ago}. */
    String withAge(Instant now) {
        long minutes =
                Math.max(0, Duration.between(plan.origin().creationTime(), now).toMinutes());
        long hours = minutes / 60;
        String age = hours >= 48 ? hours / 24 + " days" : (hours > 0 ? hours + " h " : "") + minutes % 60 + " min";
        return name + ", made " + (minutes == 0 ? "just now" : age + " ago");
    }
}
