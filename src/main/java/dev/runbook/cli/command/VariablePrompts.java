package dev.runbook.cli.command;

import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ExtraVarValues;
import dev.runbook.cli.project.OptionNodes;
import dev.runbook.cli.project.Project;
import dev.runbook.expression.Value;
import dev.runbook.port.PortException;
import dev.runbook.runbook.Play;
import dev.runbook.yaml.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks for the variables of {@code vars_prompt} before the run starts. */
final class VariablePrompts {

    private final ConsolePrompt consolePrompt;

    private final Map<String, Value> knownAnswers;

    /** @param before answers that are known already and not asked for again */
    VariablePrompts(ConsolePrompt consolePrompt, Map<String, Value> before) {
        this.consolePrompt = consolePrompt;
        this.knownAnswers = Map.copyOf(before);
    }

    /**
     * Asks each question once and returns the answers. A variable of {@code -e} is not asked for. Without a terminal, the
     * default is used.
     *
     * @param needed whether a variable is used
     * @throws UsageException when there is no terminal and no default; lists all such variables
     */
    Map<String, Value> answers(Project project, Predicate<String> needed)
            throws UsageException, PortException, InterruptedException {
        Map<String, Value> answers = new LinkedHashMap<>(knownAnswers);
        StringBuilder missing = new StringBuilder();
        for (Play play : project.runbook().plays()) {
            for (Play.Prompt prompt : play.prompts()) {
                boolean given = project.extraVars().containsKey(prompt.name()) || answers.containsKey(prompt.name());
                if (given || !needed.test(prompt.name())) {
                    continue;
                }
                Optional<Value> answer = answer(prompt);
                answer.ifPresent(value -> answers.put(prompt.name(), value));
                if (answer.isEmpty()) {
                    missing.append(missing.length() == 0 ? "" : ", ").append(prompt.name());
                }
            }
        }
        if (missing.length() > 0) {
            throw new UsageException(
                    "the runbook asks for " + missing + ", and there is no terminal to ask at",
                    "give it with -e NAME=VALUE or -e @FILE, or give the prompt a default");
        }
        return answers;
    }

    /** Empty when there is no terminal and no default. */
    private Optional<Value> answer(Play.Prompt prompt) throws PortException, InterruptedException {
        Optional<Value> fallback =
                prompt.defaultValue().map(ExtraVarValues::literalValue).map(value -> concealIfSecret(value, prompt));
        if (!consolePrompt.canAsk(prompt.secret())) {
            return fallback;
        }
        String hint = fallback.filter(value -> !prompt.secret())
                .map(value -> " [" + value.show() + "]")
                .orElse("");
        String text = consolePrompt.ask(prompt.question() + hint + ": ", prompt.secret());
        while (text.isEmpty() && fallback.isEmpty()) {
            text = consolePrompt.ask(prompt.question() + " (needs an answer): ", prompt.secret());
        }
        return text.isEmpty() ? fallback : Optional.of(concealIfSecret(parseAnswer(text, prompt), prompt));
    }

    /** Typed as in YAML, like {@code -e}; a secret is always text. */
    private Value parseAnswer(String text, Play.Prompt prompt) {
        Node.Scalar written = new Node.Scalar(
                text, prompt.secret(), OptionNodes.scalar("answer", text).position());
        return ExtraVarValues.scalar(written);
    }

    private static Value concealIfSecret(Value value, Play.Prompt prompt) {
        return prompt.secret() ? value.asSecret() : value;
    }
}
