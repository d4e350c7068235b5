package dev.runbook.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses single values and the accesses and calls that follow them: {@code a.b[0].c(...)}. */
final class PrimaryParser {

    private static final List<String> RESERVED = List.of("and", "or", "not", "if", "else", "is", "in");
    private static final int STEPS_MAX = 200;

    private final Parser parser;

    PrimaryParser(Parser parser) {
        this.parser = parser;
    }

    Term withSteps() throws EvaluationException {
        Term term = value();
        for (int steps = 0; ; steps++) {
            if (steps > STEPS_MAX) {
                throw EvaluationException.syntax(
                        "more than " + STEPS_MAX + " attributes and indexes in a row",
                        "",
                        parser.peek().offset());
            }
            if (parser.peek().is(".")) {
                parser.take();
                term = attribute(term);
            } else if (parser.peek().is("[")) {
                term = subscript(term, parser.take().offset());
            } else {
                return term;
            }
        }
    }

    private Term attribute(Term of) throws EvaluationException {
        if (parser.peek().kind() == Token.Kind.WHOLE) {
            Token index = parser.take();
            return new PathTerms.Subscript(of, new Term.Literal(whole(index), index.offset()), index.offset());
        }
        Token name = parser.expectName("a field name after '.'");
        if (parser.peek().is("(")) {
            CallTerms.CallArguments arguments = arguments();
            Methods.check(name, arguments);
            return new CallTerms.MethodCall(of, name.text(), arguments, name.offset());
        }
        return new PathTerms.Attribute(of, name.text(), name.offset());
    }

    private Term subscript(Term of, int offset) throws EvaluationException {
        Optional<Term> first = parser.peek().is(":") ? Optional.empty() : Optional.of(parser.conditional());
        if (parser.peek().is(":")) {
            parser.take();
            Optional<Term> last = parser.peek().is("]") ? Optional.empty() : Optional.of(parser.conditional());
            parser.expect("]");
            return new PathTerms.Slice(of, first, last, offset);
        }
        parser.expect("]");
        Term key = first.orElseThrow();
        return new PathTerms.Subscript(of, key, key.offset());
    }

    private Term value() throws EvaluationException {
        Token token = parser.take();
        return switch (token.kind()) {
            case TEXT -> new Term.Literal(new Value.Text(token.text()), token.offset());
            case WHOLE -> new Term.Literal(whole(token), token.offset());
            case DECIMAL -> new Term.Literal(decimal(token), token.offset());
            case NAME -> name(token);
            case SIGN -> bracketTerm(token);
            case END -> throw EvaluationException.syntax("a value is missing at the end", "", token.offset());
        };
    }

    private static Value whole(Token token) throws EvaluationException {
        try {
            return new Value.Whole(Long.parseLong(token.text().replace("_", "")));
        } catch (NumberFormatException e) {
            throw EvaluationException.syntax("the number " + token.text() + " is too large", "", token.offset());
        }
    }

    private static Value decimal(Token token) throws EvaluationException {
        double number = Double.parseDouble(token.text().replace("_", ""));
        if (Double.isInfinite(number)) {
            throw EvaluationException.syntax("the number " + token.text() + " is too large", "", token.offset());
        }
        return new Value.Decimal(number);
    }

    private Term name(Token token) throws EvaluationException {
        Optional<Value> constant = switch (token.text()) {
            case "true", "True" -> Optional.of(new Value.Bool(true));
            case "false", "False" -> Optional.of(new Value.Bool(false));
            case "none", "None" -> Optional.of(new Value.Null());
            default -> Optional.empty();
        };
        if (constant.isPresent()) {
            return new Term.Literal(constant.get(), token.offset());
        }
        if (RESERVED.contains(token.text())) {
            throw EvaluationException.syntax("a value is missing before '" + token.text() + "'", "", token.offset());
        }
        if (parser.peek().is("(")) {
            Operation function = OperationRegistry.function(token.text(), token.offset());
            CallTerms.CallArguments arguments = arguments();
            OperationRegistry.check(function, arguments, token.offset());
            return new CallTerms.FunctionCall(function, arguments, token.offset());
        }
        return new PathTerms.VariableName(token.text(), token.offset());
    }

    private Term bracketTerm(Token open) throws EvaluationException {
        if (open.is("(")) {
            Term term = parser.conditional();
            if (parser.peek().is(",")) {
                throw EvaluationException.syntax(
                        "tuples are not supported",
                        "write a list: [a, b]",
                        parser.peek().offset());
            }
            parser.expect(")");
            return term;
        }
        if (open.is("[")) {
            return new Term.ListOf(items("]", false), open.offset());
        }
        if (open.is("{")) {
            return new Term.MapOf(items("}", true), open.offset());
        }
        String hint = open.is("{{") ? "braces cannot be nested" : "";
        throw EvaluationException.syntax("expected a value, not " + open.show(), hint, open.offset());
    }

    private List<Term> items(String close, boolean pairs) throws EvaluationException {
        List<Term> items = new ArrayList<>();
        while (!parser.peek().is(close)) {
            if (!items.isEmpty()) {
                parser.expect(",");
                if (parser.peek().is(close)) {
                    break;
                }
            }
            items.add(parser.conditional());
            if (pairs) {
                parser.expect(":");
                items.add(parser.conditional());
            }
        }
        parser.take();
        return List.copyOf(items);
    }

    /** Parses the arguments of a call, including the parentheses. */
    CallTerms.CallArguments arguments() throws EvaluationException {
        parser.expect("(");
        List<Term> positional = new ArrayList<>();
        Map<String, Term> named = new LinkedHashMap<>();
        while (!parser.peek().is(")")) {
            if (!positional.isEmpty() || !named.isEmpty()) {
                parser.expect(",");
                if (parser.peek().is(")")) {
                    break;
                }
            }
            if (parser.peek().kind() == Token.Kind.NAME && parser.peek(1).is("=")) {
                Token name = parser.take();
                parser.take();
                if (named.put(name.text(), parser.conditional()) != null) {
                    throw EvaluationException.syntax("'" + name.text() + "' is given twice", "", name.offset());
                }
            } else if (named.isEmpty()) {
                positional.add(parser.conditional());
            } else {
                throw EvaluationException.syntax(
                        "a positional argument cannot follow a named argument",
                        "",
                        parser.peek().offset());
            }
        }
        parser.take();
        return new CallTerms.CallArguments(positional, named);
    }
}
