package dev.runbook.runbook;

import dev.runbook.expression.Template;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.SourceFinder;
import dev.runbook.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads plays. */
final class PlayReader {

    private static final Pattern BATCH = Pattern.compile("([1-9][0-9]{0,5})(%?)");

    private final LoadState state;
    private final Problems problems;

    PlayReader(LoadState state) {
        this.state = state;
        this.problems = state.problems();
    }

    Play read(Node node) {
        MappingReader reader = MappingReader.of(node, "a play", problems);
        Optional<String> name = reader.text("name");
        Node.Scalar pairs = reader.scalar("pairs").orElse(new Node.Scalar("all", false, node.position()));
        Map<String, Variable> vars = new LinkedHashMap<>();
        reader.texts("vars_files").forEach(file -> vars.putAll(varsFile(file)));
        vars.putAll(RunbookReader.vars(reader, problems));
        List<Play.Prompt> prompts = prompts(reader);
        Play.PlayOptions options = options(reader);
        state.names().enterPlay(vars, prompts.stream().map(Play.Prompt::name).collect(Collectors.toSet()));
        InheritedKeywords inherited = InheritedKeywords.empty().ofPlay(reader, state.defaults(), problems);
        PartReader partReader = new PartReader(state);
        reader.require("tasks");
        List<PlayPart> parts = partReader.parts(reader.items("tasks"), PartContext.of(inherited));
        List<Task> handlers = partReader.handlers(reader.items("handlers"), PartContext.of(inherited));
        reader.reportUnknownKeys();
        Play play = new Play(
                name.orElse(pairs.text()),
                pairs,
                inherited.tags(),
                new Play.PlayVariables(vars, prompts, inherited.defaults()),
                options,
                parts,
                handlers,
                node.position());
        List<Task> all = new ArrayList<>(play.tasks());
        all.addAll(handlers);
        ExpressionUses uses =
                ExpressionUses.of(vars.values().stream().map(Variable::template).toList());
        Set<String> given = NameCheck.namesOfTasks(all);
        state.names().check(uses.references(), given);
        state.values().add(uses, Map.of(), given);
        checkNotifications(play);
        return play;
    }

    private Play.PlayOptions options(MappingReader reader) {
        return new Play.PlayOptions(
                reader.bool("allow_empty").orElse(false),
                reader.bool("any_errors_fatal").orElse(false),
                reader.bool("lockstep").orElse(false),
                reader.bool("force_handlers").orElse(false),
                batches(reader));
    }

    private List<Play.BatchSize> batches(MappingReader reader) {
        List<Play.BatchSize> batches = new ArrayList<>();
        for (Node.Scalar size : reader.texts("serial")) {
            Matcher matcher = BATCH.matcher(size.text());
            if (matcher.matches()) {
                batches.add(new Play.BatchSize(
                        Integer.parseInt(matcher.group(1)), !matcher.group(2).isEmpty()));
            } else {
                problems.add(
                        "wrong-value",
                        size.position(),
                        "'serial' cannot be '" + size.text() + "'",
                        "write a number of pairs or a percentage: 2, \"25%\" or [1, \"50%\"]");
            }
        }
        return batches;
    }

    private List<Play.Prompt> prompts(MappingReader play) {
        List<Play.Prompt> prompts = new ArrayList<>();
        for (Node node : play.items("vars_prompt")) {
            MappingReader reader = MappingReader.of(node, "a prompt", problems);
            reader.require("name");
            Optional<String> name = TaskReader.variableName(reader, "name", problems);
            Optional<String> question = reader.text("prompt");
            boolean secret = reader.bool("secret").orElse(true);
            Optional<Template> fallback = reader.node("default").flatMap(value -> Template.parse(value, problems));
            fallback.filter(template -> !template.isLiteral())
                    .ifPresent(template -> problems.add(
                            "expression-not-allowed",
                            template.position(),
                            "an expression is not allowed here: the value is needed before variables exist",
                            "write a literal value"));
            reader.reportUnknownKeys();
            name.ifPresent(given ->
                    prompts.add(new Play.Prompt(given, question.orElse(given), secret, fallback, node.position())));
        }
        return prompts;
    }

    private Map<String, Variable> varsFile(Node.Scalar path) {
        SourceFinder files = state.loadContext().files();
        Optional<Source> file = files.find(path.text(), path.position().source());
        if (file.isEmpty()) {
            problems.add(
                    "missing-file",
                    path.position(),
                    files.missingReason(path.text(), path.position().source()),
                    "the path is relative to the folder of the runbook");
            return Map.of();
        }
        Map<String, Variable> vars = new LinkedHashMap<>();
        Yaml.read(file.get(), problems)
                .map(node -> MappingReader.of(node, "a file of variables", problems))
                .ifPresent(reader -> reader.remainingEntries()
                        .forEach(entry -> Variable.parse(entry, problems)
                                .ifPresent(variable -> vars.put(variable.name(), variable))));
        return vars;
    }

    /** Reports words in {@code notify} that match no handler of the play. */
    private void checkNotifications(Play play) {
        Set<String> known = new LinkedHashSet<>();
        play.handlers().forEach(handler -> {
            known.add(handler.id());
            known.addAll(handler.placement().topics());
        });
        for (Task task : play.tasks()) {
            check(task, play, known);
        }
        play.handlers().forEach(handler -> check(handler, play, known));
    }

    private void check(Task task, Play play, Set<String> known) {
        for (Node.Scalar word : task.notifications()) {
            if (play.handlersOf(word.text()).isEmpty()) {
                problems.add(
                        "unknown-handler",
                        word.position(),
                        "the play has no handler '" + word.text() + "'",
                        Nearest.hint(
                                word.text(),
                                known,
                                known.isEmpty()
                                        ? "add it under 'handlers:' of the play"
                                        : "handlers: " + String.join(", ", known)));
            }
        }
    }
}
