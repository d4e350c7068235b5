package dev.runbook.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses single values and the steps into them: {@code a.b[0].c(...)}. */
final class Primary {

    private static final List<String> RESERVED = List.of("and", "or", "not", "if", "else", "is", "in");
    private static final int STEPS_MAX = 200;

    private final Parser parser;

    Primary(Parser parser) {
        this.parser = parser;
    }

    Term withSteps() throws Fault {
        Term term = value();
        for (int steps = 0; ; steps++) {
            if (steps > STEPS_MAX) {
                throw Fault.syntax(
                        "more than " + STEPS_MAX + " attributes and indexes in a row",
                        "",
                        parser.peek().offset());
            }
            if (parser.peek().is(".")) {
                parser.take();
                term = named(term);
            } else if (parser.peek().is("[")) {
                term = indexed(term, parser.take().offset());
            } else {
                return term;
            }
        }
    }

    private Term named(Term of) throws Fault {
        if (parser.peek().kind() == Token.Kind.WHOLE) {
            Token index = parser.take();
            return new Access.Subscript(of, new Term.Literal(whole(index), index.offset()), index.offset());
        }
        Token name = parser.expectName("a field name after '.'");
        if (parser.peek().is("(")) {
            Applied.Arguments arguments = arguments();
            Methods.check(name, arguments);
            return new Applied.Method(of, name.text(), arguments, name.offset());
        }
        return new Access.Attribute(of, name.text(), name.offset());
    }

    private Term indexed(Term of, int offset) throws Fault {
        Optional<Term> first = parser.peek().is(":") ? Optional.empty() : Optional.of(parser.conditional());
        if (parser.peek().is(":")) {
            parser.take();
            Optional<Term> last = parser.peek().is("]") ? Optional.empty() : Optional.of(parser.conditional());
            parser.expect("]");
            return new Access.Slice(of, first, last, offset);
        }
        parser.expect("]");
        Term key = first.orElseThrow();
        return new Access.Subscript(of, key, key.offset());
    }

    private Term value() throws Fault {
        Token token = parser.take();
        return switch (token.kind()) {
            case TEXT -> new Term.Literal(new Value.Text(token.text()), token.offset());
            case WHOLE -> new Term.Literal(whole(token), token.offset());
            case DECIMAL -> new Term.Literal(decimal(token), token.offset());
            case NAME -> name(token);
            case SIGN -> enclosed(token);
            case END -> throw Fault.syntax("a value is missing at the end", "", token.offset());
        };
    }

    private static Value whole(Token token) throws Fault {
        try {
            return new Value.Whole(Long.parseLong(token.text().replace("_", "")));
        } catch (NumberFormatException e) {
            throw Fault.syntax("the number " + token.text() + " is too large", "", token.offset());
        }
    }

    private static Value decimal(Token token) throws Fault {
        double number = Double.parseDouble(token.text().replace("_", ""));
        if (Double.isInfinite(number)) {
            throw Fault.syntax("the number " + token.text() + " is too large", "", token.offset());
        }
        return new Value.Decimal(number);
    }

    private Term name(Token token) throws Fault {
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
            throw Fault.syntax("a value is missing before '" + token.text() + "'", "", token.offset());
        }
        if (parser.peek().is("(")) {
            Operation function = Registry.function(token.text(), token.offset());
            Applied.Arguments arguments = arguments();
            Registry.check(function, arguments, token.offset());
            return new Applied.Function(function, arguments, token.offset());
        }
        return new Access.Name(token.text(), token.offset());
    }

    private Term enclosed(Token open) throws Fault {
        if (open.is("(")) {
            Term term = parser.conditional();
            if (parser.peek().is(",")) {
                throw Fault.syntax(
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
        throw Fault.syntax("expected a value, not " + open.show(), hint, open.offset());
    }

    private List<Term> items(String close, boolean pairs) throws Fault {
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

    /** The arguments of a call, parentheses included. */
    Applied.Arguments arguments() throws Fault {
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
                    throw Fault.syntax("'" + name.text() + "' is given twice", "", name.offset());
                }
            } else if (named.isEmpty()) {
                positional.add(parser.conditional());
            } else {
                throw Fault.syntax(
                        "a positional argument cannot follow a named argument",
                        "",
                        parser.peek().offset());
            }
        }
        parser.take();
        return new Applied.Arguments(positional, named);
    }
}
