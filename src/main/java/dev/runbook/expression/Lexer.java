package dev.runbook.expression;

import java.util.ArrayList;
import java.util.List;

/** Splits an expression into tokens; inside braces it ends at the matching <code>}}</code>. */
final class Lexer {

    private static final List<String> SIGNS = List.of(
            "**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{",
            "}", ",", ":", ".", "|");

    private static final int TOKENS_MAX = 1_000;

    private final String text;
    private final boolean braced;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int depth;

    private Lexer(String text, int start, boolean braced) {
        this.text = text;
        this.at = start;
        this.braced = braced;
    }

    /** The tokens from an offset on; the last one is always END, at the closing braces if there are any. */
    static List<Token> tokens(String text, int start, boolean braced) throws EvaluationException {
        Lexer lexer = new Lexer(text, start, braced);
        lexer.run();
        return lexer.tokens;
    }

    private void run() throws EvaluationException {
        int start = at;
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at >= text.length()) {
                if (braced) {
                    throw EvaluationException.syntax("the expression is not closed", "close it with }}", start);
                }
                tokens.add(new Token(Token.Kind.END, "", at));
                return;
            }
            if (braced && depth == 0 && text.startsWith("}}", at)) {
                tokens.add(new Token(Token.Kind.END, "", at));
                return;
            }
            readToken(text.charAt(at));
        }
    }

    private void readToken(char character) throws EvaluationException {
        if (Character.isJavaIdentifierStart(character) && character != '$') {
            addToken(Token.Kind.NAME, nameEnd());
        } else if (isDigit(character)) {
            readNumber();
        } else if (character == '\'' || character == '"') {
            readText(character);
        } else {
            readSign();
        }
    }

    private int nameEnd() {
        int end = at;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end)) && text.charAt(end) != '$') {
            end++;
        }
        return end;
    }

    private void readNumber() throws EvaluationException {
        int end = digits(at);
        boolean decimal = end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1));
        if (decimal) {
            end = digits(end + 1);
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int exponent = end + 1 < text.length() && "+-".indexOf(text.charAt(end + 1)) >= 0 ? end + 2 : end + 1;
            if (exponent < text.length() && isDigit(text.charAt(exponent))) {
                end = digits(exponent);
                decimal = true;
            }
        }
        addToken(decimal ? Token.Kind.DECIMAL : Token.Kind.WHOLE, end);
    }

    private int digits(int from) {
        int end = from;
        while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** A backslash is literal, so that patterns need no doubled backslashes; only a quote can be escaped. */
    private void readText(char quote) throws EvaluationException {
        StringBuilder content = new StringBuilder();
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                if (text.charAt(i + 1) != quote) {
                    content.append('\\');
                }
                i++;
            }
            content.append(text.charAt(i++));
        }
        if (i >= text.length()) {
            throw EvaluationException.syntax("the quote is not closed", "close it with " + quote, at);
        }
        tokens.add(new Token(Token.Kind.TEXT, content.toString(), at));
        at = i + 1;
    }

    private void readSign() throws EvaluationException {
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                if ("([{".contains(sign)) {
                    depth++;
                } else if (")]}".contains(sign) && depth > 0) {
                    depth--;
                }
                addToken(Token.Kind.SIGN, at + sign.length());
                return;
            }
        }
        String hint = text.startsWith("&", at) ? "write 'and'" : text.startsWith("!", at) ? "write 'not' or '!='" : "";
        throw EvaluationException.syntax(
                "'" + text.substring(at, text.offsetByCodePoints(at, 1)) + "' is not part of the expression language",
                hint,
                at);
    }

    private void addToken(Token.Kind kind, int end) throws EvaluationException {
        if (tokens.size() == TOKENS_MAX) {
            throw EvaluationException.syntax("the expression is too long", "split it into variables", at);
        }
        tokens.add(new Token(kind, text.substring(at, end), at));
        at = end;
    }
}
