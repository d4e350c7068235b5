package dev.runbook.expression;

import dev.runbook.yaml.Node;
import java.util.ArrayList;
import java.util.List;

/** Splits a text into the parts outside <code>{{ }}</code> and the expressions inside. */
final class TemplateParts {

    private TemplateParts() {}

    /**
     * Texts and {@link Expression}s in order; a line end after a single expression is dropped.
     *
     * @param faults receives the errors of invalid expressions, which are left out
     */
    static List<Object> of(Node.Scalar scalar, List<EvaluationException> faults) throws EvaluationException {
        String text = scalar.text();
        List<Object> parts = new ArrayList<>();
        if (text.contains("{%")) {
            throw Expression.statementProblem(text);
        }
        int at = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
            if (open > at) {
                parts.add(text.substring(at, open));
            }
            List<Token> tokens = tokens(text, open);
            try {
                parts.add(Expression.parseTokens(scalar, tokens));
            } catch (EvaluationException exception) {
                faults.add(exception);
            }
            at = tokens.get(tokens.size() - 1).offset() + 2;
        }
        String rest = text.substring(at);
        if (!rest.isEmpty() && !(parts.size() == 1 && at > 0 && rest.isBlank() && rest.startsWith("\n"))) {
            parts.add(rest);
        }
        return parts;
    }

    private static List<Token> tokens(String text, int open) throws EvaluationException {
        try {
            return Lexer.tokens(text, open + 2, true);
        } catch (EvaluationException exception) {
            boolean unclosed = exception.message().equals("the expression is not closed");
            throw unclosed ? EvaluationException.syntax(exception.message(), exception.hint(), open) : exception;
        }
    }
}
