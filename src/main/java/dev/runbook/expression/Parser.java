package dev.runbook.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parses tokens into terms; the methods are in order of precedence, weakest first. */
final class Parser {

    private static final int DEPTH_MAX = 100;
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");

    private final List<Token> tokens;
    private int at;
    private int depth;

    Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * Parses all tokens as one term.
     *
     * @throws EvaluationException if they do not form an expression
     */
    Term parse() throws EvaluationException {
        if (peek().kind() == Token.Kind.END) {
            throw EvaluationException.syntax("the expression is empty", "write a variable or a value", peek().offset());
        }
        Term term = conditional();
        if (peek().kind() != Token.Kind.END) {
            String hint = peek().is("=") ? "compare with ==" : "";
            throw EvaluationException.syntax("unexpected " + peek().show(), hint, peek().offset());
        }
        return term;
    }

    /** {@code a if b else c}, which binds weakest; also the entry point for nested expressions. */
    Term conditional() throws EvaluationException {
        if (++depth > DEPTH_MAX) {
            throw EvaluationException.syntax(
                    "nested deeper than " + DEPTH_MAX + " levels", "split it into variables", peek().offset());
        }
        Term term = or();
        while (peek().isWord("if")) {
            int offset = take().offset();
            Term condition = or();
            Optional<Term> otherwise = Optional.empty();
            if (peek().isWord("else")) {
                take();
                otherwise = Optional.of(conditional());
            }
            term = new Term.Conditional(condition, term, otherwise, offset);
        }
        depth--;
        return term;
    }

    private Term or() throws EvaluationException {
        Term term = and();
        while (peek().isWord("or")) {
            int offset = take().offset();
            term = new Term.Logic(false, term, and(), offset);
        }
        return term;
    }

    private Term and() throws EvaluationException {
        Term term = not();
        while (peek().isWord("and")) {
            int offset = take().offset();
            term = new Term.Logic(true, term, not(), offset);
        }
        return term;
    }

    private Term not() throws EvaluationException {
        List<Integer> nots = new ArrayList<>();
        while (peek().isWord("not")) {
            nots.add(take().offset());
        }
        if (nots.size() > DEPTH_MAX) {
            throw EvaluationException.syntax("more than " + DEPTH_MAX + " 'not' in a row", "", nots.get(0));
        }
        Term term = comparison();
        for (int i = nots.size() - 1; i >= 0; i--) {
            term = new Term.Not(term, nots.get(i));
        }
        return term;
    }

    private Term comparison() throws EvaluationException {
        List<Term> terms = new ArrayList<>(List.of(sum()));
        List<String> signs = new ArrayList<>();
        int offset = peek().offset();
        while (true) {
            if (COMPARISONS.contains(peek().text()) && peek().kind() == Token.Kind.SIGN) {
                signs.add(take().text());
            } else if (peek().isWord("in")) {
                signs.add(take().text());
            } else if (peek().isWord("not") && peek(1).isWord("in")) {
                take();
                take();
                signs.add("not in");
            } else {
                return signs.isEmpty() ? terms.get(0) : new Term.ComparisonChain(List.copyOf(terms), signs, offset);
            }
            terms.add(sum());
        }
    }

    private Term sum() throws EvaluationException {
        Term term = concatenation();
        while (peek().is("+") || peek().is("-")) {
            Token sign = take();
            term = new Term.Binary(sign.text(), term, concatenation(), sign.offset());
        }
        return term;
    }

    private Term concatenation() throws EvaluationException {
        Term term = product();
        while (peek().is("~")) {
            int offset = take().offset();
            term = new Term.Binary("~", term, product(), offset);
        }
        return term;
    }

    private Term product() throws EvaluationException {
        Term term = power();
        while (peek().is("*") || peek().is("/") || peek().is("//") || peek().is("%")) {
            Token sign = take();
            term = new Term.Binary(sign.text(), term, power(), sign.offset());
        }
        return term;
    }

    private Term power() throws EvaluationException {
        Term term = unary();
        while (peek().is("**")) {
            int offset = take().offset();
            term = new Term.Binary("**", term, unary(), offset);
        }
        return term;
    }

    private Term unary() throws EvaluationException {
        if (peek().is("-") || peek().is("+")) {
            Token sign = take();
            if (peek().is("-") || peek().is("+")) {
                throw EvaluationException.syntax("two signs in a row", "write one", peek().offset());
            }
            Term number = new Term.Unary(sign.is("-"), new PrimaryParser(this).withSteps(), sign.offset());
            return postfix(number);
        }
        return postfix(new PrimaryParser(this).withSteps());
    }

    /** Filters and tests, which bind to the value directly before them. */
    private Term postfix(Term start) throws EvaluationException {
        Term term = start;
        while (true) {
            if (peek().is("|")) {
                take();
                term = filter(term);
            } else if (peek().isWord("is")) {
                take();
                term = test(term);
            } else {
                return term;
            }
        }
    }

    private Term filter(Term input) throws EvaluationException {
        Token name = expectName("a filter name");
        Operation operation = OperationRegistry.filter(name.text(), name.offset());
        CallTerms.CallArguments arguments =
                peek().is("(") ? new PrimaryParser(this).arguments() : CallTerms.CallArguments.NONE;
        OperationRegistry.check(operation, arguments, name.offset());
        return new CallTerms.FilterCall(input, operation, arguments, name.offset());
    }

    private Term test(Term input) throws EvaluationException {
        boolean negated = peek().isWord("not");
        if (negated) {
            take();
        }
        Token name = peek().is("==") ? take() : expectName("a test name");
        Operation operation = OperationRegistry.test(name.text(), name.offset());
        CallTerms.CallArguments arguments = CallTerms.CallArguments.NONE;
        if (peek().is("(")) {
            arguments = new PrimaryParser(this).arguments();
        } else if (operation.argumentProblem(0, Set.of()).isPresent() && startsValue()) {
            arguments = new CallTerms.CallArguments(List.of(new PrimaryParser(this).withSteps()), Map.of());
        }
        OperationRegistry.check(operation, arguments, name.offset());
        return new CallTerms.TestCall(input, operation, arguments, negated, name.offset());
    }

    private boolean startsValue() {
        Token token = peek();
        return switch (token.kind()) {
            case NAME -> !List.of("and", "or", "if", "else", "is", "not", "in").contains(token.text());
            case SIGN -> token.is("[") || token.is("{");
            case END -> false;
            default -> true;
        };
    }

    Token expectName(String what) throws EvaluationException {
        if (peek().kind() != Token.Kind.NAME) {
            throw EvaluationException.syntax("expected " + what + ", not " + peek().show(), "", peek().offset());
        }
        return take();
    }

    void expect(String sign) throws EvaluationException {
        if (!peek().is(sign)) {
            throw EvaluationException.syntax("expected '" + sign + "', not " + peek().show(), "", peek().offset());
        }
        take();
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }
}
