package dev.runbook.yaml;

import java.util.ArrayList;
import java.util.List;

/** Takes the text of a glob apart: its choices become alternatives, and each of them pieces. */
final class GlobReader {

    private static final int LENGTH_MAX = 1024;
    private static final int ALTERNATIVES_MAX = 1000;

    private final String whole;
    private final Glob.Kind kind;
    private final List<List<Glob.Piece>> alternatives = new ArrayList<>();

    GlobReader(String whole, Glob.Kind kind) {
        this.whole = whole;
        this.kind = kind;
    }

    /** A text that is no glob. */
    static final class BadGlob extends Exception {

        private final String summary;
        private final String hint;

        BadGlob(String summary, String hint) {
            super(summary);
            this.summary = summary;
            this.hint = hint;
        }

        String summary() {
            return summary;
        }

        String hint() {
            return hint;
        }
    }

    List<List<Glob.Piece>> read() throws BadGlob {
        if (whole.isEmpty()) {
            throw new BadGlob("the glob is empty", "write * to match any name");
        }
        if (whole.length() > LENGTH_MAX) {
            throw new BadGlob("the glob is longer than " + LENGTH_MAX + " characters", "split it into several globs");
        }
        expand(whole);
        return alternatives;
    }

    /** Reads the text once for each alternative of its first choice. */
    private void expand(String text) throws BadGlob {
        List<Integer> cuts = new ArrayList<>();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '[') {
                i = bracketEnd(text, i);
                continue;
            }
            depth += character == '{' ? 1 : 0;
            boolean bounds = character == '{' || character == '}' || character == ',';
            if (depth == 0 && character == '}') {
                throw braces();
            }
            if (depth == 1 && bounds) {
                cuts.add(i);
            }
            depth -= character == '}' ? 1 : 0;
            if (depth == 0 && !cuts.isEmpty()) {
                choose(text, cuts);
                return;
            }
        }
        if (depth > 0) {
            throw braces();
        }
        add(text);
    }

    /** @param cuts where the first choice begins, where its alternatives end, and where it ends */
    private void choose(String text, List<Integer> cuts) throws BadGlob {
        String before = text.substring(0, cuts.get(0));
        String after = text.substring(cuts.get(cuts.size() - 1) + 1);
        for (int i = 1; i < cuts.size(); i++) {
            expand(before + text.substring(cuts.get(i - 1) + 1, cuts.get(i)) + after);
        }
    }

    private void add(String form) throws BadGlob {
        if (kind != Glob.Kind.KEY) {
            addPieces(form);
            return;
        }
        // Keys are judged below the prefix, so a slash at the beginning has nothing before it.
        String below = form.startsWith("/") ? form.substring(1) : form;
        if (form.endsWith("/")) {
            addPieces(below + "**");
            return;
        }
        addPieces(below);
        if (!below.isEmpty() && !endsInWildcard(below)) {
            addPieces(below + "/**");
        }
    }

    private void addPieces(String form) throws BadGlob {
        alternatives.add(pieces(form));
        if (alternatives.size() > ALTERNATIVES_MAX) {
            throw new BadGlob(
                    "the glob expands to more than " + ALTERNATIVES_MAX + " patterns", "write several globs");
        }
    }

    /** Whether the last part has a character that stands for others, so that nobody can tell whether it names a folder. */
    private boolean endsInWildcard(String form) throws BadGlob {
        boolean wildcard = false;
        for (int i = 0; i < form.length(); i++) {
            char character = form.charAt(i);
            wildcard = character != '/' && (wildcard || character == '*' || character == '?');
            i = character == '[' ? bracketEnd(form, i) : i;
        }
        return wildcard;
    }

    private List<Glob.Piece> pieces(String form) throws BadGlob {
        List<Glob.Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int i = 0;
        while (i < form.length()) {
            int end = specialEnd(form, i);
            if (end == i) {
                literal.append(form.charAt(i++));
                continue;
            }
            if (!literal.isEmpty()) {
                pieces.add(new Glob.Literal(literal.toString()));
                literal.setLength(0);
            }
            pieces.add(special(form.substring(i, end)));
            i = end;
        }
        if (!literal.isEmpty()) {
            pieces.add(new Glob.Literal(literal.toString()));
        }
        return pieces;
    }

    /** Where the special characters end that begin here; here when none do. */
    private int specialEnd(String form, int start) throws BadGlob {
        boolean beginsPart = start == 0 || kind.divides(form.charAt(start - 1));
        if (kind == Glob.Kind.KEY && beginsPart && form.startsWith("**/", start)) {
            return start + 3;
        }
        int end = start;
        while (end < form.length() && form.charAt(end) == '*') {
            end++;
        }
        return switch (form.charAt(start)) {
            case '?' -> start + 1;
            case '[' -> bracketEnd(form, start) + 1;
            default -> end;
        };
    }

    private Glob.Piece special(String characters) throws BadGlob {
        return switch (characters.charAt(0)) {
            case '?' -> new Glob.OneOf(List.of(), true, kind);
            case '[' -> oneOf(characters.substring(1, characters.length() - 1));
            default ->
                characters.endsWith("/")
                        ? new Glob.Folders(kind)
                        : new Glob.Run(kind == Glob.Kind.KEY && characters.length() > 1, kind);
        };
    }

    private Glob.OneOf oneOf(String inside) throws BadGlob {
        boolean negated = isNegation(inside.charAt(0));
        int[] characters = inside.substring(negated ? 1 : 0).codePoints().toArray();
        List<Glob.OneOf.Span> spans = new ArrayList<>();
        for (int i = 0; i < characters.length; i++) {
            boolean range = i + 2 < characters.length && characters[i + 1] == '-';
            int last = range ? characters[i + 2] : characters[i];
            if (last < characters[i]) {
                throw new BadGlob(
                        "the range in '[" + inside + "]' is reversed", "write the smaller character first");
            }
            spans.add(new Glob.OneOf.Span(characters[i], last));
            i += range ? 2 : 0;
        }
        return new Glob.OneOf(spans, negated, kind);
    }

    /** Where the bracket is closed that opens here; a bracket right after the opening one is a character of the set. */
    private int bracketEnd(String text, int open) throws BadGlob {
        boolean negated = open + 1 < text.length() && isNegation(text.charAt(open + 1));
        int end = text.indexOf(']', open + (negated ? 3 : 2));
        if (end < 0) {
            throw new BadGlob(
                    "missing ] in '" + whole + "'", "write [abc] or [a-z]; [[] matches a literal [");
        }
        return end;
    }

    private static boolean isNegation(char character) {
        return character == '!' || character == '^';
    }

    private BadGlob braces() {
        return new BadGlob("unbalanced braces in '" + whole + "'", "write {a,b}; [{] matches a literal {");
    }
}
