package dev.runbook.yaml;

import java.util.ArrayList;
import java.util.List;

/** Parses a glob: expands its choices into alternatives, and splits each of these into pieces. */
final class GlobReader {

    private static final int LENGTH_MAX = 1024;
    private static final int ALTERNATIVES_MAX = 1000;

    private final String glob;
    private final Glob.GlobKind kind;
    private final List<List<Glob.Piece>> alternatives = new ArrayList<>();

    GlobReader(String whole, Glob.GlobKind kind) {
        this.glob = whole;
        this.kind = kind;
    }

    /** The text is not a valid glob. */
    static final class GlobSyntaxException extends Exception {

        private final String summary;
        private final String hint;

        GlobSyntaxException(String summary, String hint) {
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

    List<List<Glob.Piece>> read() throws GlobSyntaxException {
        if (glob.isEmpty()) {
            throw new GlobSyntaxException("the glob is empty", "write * to match any name");
        }
        if (glob.length() > LENGTH_MAX) {
            throw new GlobSyntaxException(
                    "the glob is longer than " + LENGTH_MAX + " characters", "split it into several globs");
        }
        expandChoices(glob);
        return alternatives;
    }

    /** Expands the first choice and parses the text once per alternative. */
    private void expandChoices(String text) throws GlobSyntaxException {
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
                throw unbalancedBraces();
            }
            if (depth == 1 && bounds) {
                cuts.add(i);
            }
            depth -= character == '}' ? 1 : 0;
            if (depth == 0 && !cuts.isEmpty()) {
                expandChoice(text, cuts);
                return;
            }
        }
        if (depth > 0) {
            throw unbalancedBraces();
        }
        addAlternative(text);
    }

    /** @param cuts the positions of the opening brace, the commas and the closing brace of the first choice */
    private void expandChoice(String text, List<Integer> cuts) throws GlobSyntaxException {
        String before = text.substring(0, cuts.get(0));
        String after = text.substring(cuts.get(cuts.size() - 1) + 1);
        for (int i = 1; i < cuts.size(); i++) {
            expandChoices(before + text.substring(cuts.get(i - 1) + 1, cuts.get(i)) + after);
        }
    }

    private void addAlternative(String form) throws GlobSyntaxException {
        if (kind != Glob.GlobKind.KEY) {
            addPieces(form);
            return;
        }
        // Keys are matched below the prefix, so a leading slash has no part before it.
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

    private void addPieces(String form) throws GlobSyntaxException {
        alternatives.add(pieces(form));
        if (alternatives.size() > ALTERNATIVES_MAX) {
            throw new GlobSyntaxException(
                    "the glob expands to more than " + ALTERNATIVES_MAX + " patterns", "write several globs");
        }
    }

    /** Whether the last part contains a wildcard, so that it cannot be the name of a folder. */
    private boolean endsInWildcard(String form) throws GlobSyntaxException {
        boolean wildcard = false;
        for (int i = 0; i < form.length(); i++) {
            char character = form.charAt(i);
            wildcard = character != '/' && (wildcard || character == '*' || character == '?');
            i = character == '[' ? bracketEnd(form, i) : i;
        }
        return wildcard;
    }

    private List<Glob.Piece> pieces(String form) throws GlobSyntaxException {
        List<Glob.Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int i = 0;
        while (i < form.length()) {
            int end = wildcardEnd(form, i);
            if (end == i) {
                literal.append(form.charAt(i++));
                continue;
            }
            if (!literal.isEmpty()) {
                pieces.add(new Glob.Literal(literal.toString()));
                literal.setLength(0);
            }
            pieces.add(wildcard(form.substring(i, end)));
            i = end;
        }
        if (!literal.isEmpty()) {
            pieces.add(new Glob.Literal(literal.toString()));
        }
        return pieces;
    }

    /** The end of the wildcard that starts here; the start if there is none. */
    private int wildcardEnd(String form, int start) throws GlobSyntaxException {
        boolean beginsPart = start == 0 || kind.isSeparator(form.charAt(start - 1));
        if (kind == Glob.GlobKind.KEY && beginsPart && form.startsWith("**/", start)) {
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

    private Glob.Piece wildcard(String characters) throws GlobSyntaxException {
        return switch (characters.charAt(0)) {
            case '?' -> new Glob.CharacterSet(List.of(), true, kind);
            case '[' -> characterSet(characters.substring(1, characters.length() - 1));
            default ->
                characters.endsWith("/")
                        ? new Glob.FolderWildcard(kind)
                        : new Glob.Wildcard(kind == Glob.GlobKind.KEY && characters.length() > 1, kind);
        };
    }

    private Glob.CharacterSet characterSet(String inside) throws GlobSyntaxException {
        boolean negated = isNegation(inside.charAt(0));
        int[] characters = inside.substring(negated ? 1 : 0).codePoints().toArray();
        List<Glob.CharacterSet.CharacterRange> spans = new ArrayList<>();
        for (int i = 0; i < characters.length; i++) {
            boolean range = i + 2 < characters.length && characters[i + 1] == '-';
            int last = range ? characters[i + 2] : characters[i];
            if (last < characters[i]) {
                throw new GlobSyntaxException(
                        "the range in '[" + inside + "]' is reversed", "write the smaller character first");
            }
            spans.add(new Glob.CharacterSet.CharacterRange(characters[i], last));
            i += range ? 2 : 0;
        }
        return new Glob.CharacterSet(spans, negated, kind);
    }

    /** The position of the bracket that closes this one; a bracket right after the opening one belongs to the set. */
    private int bracketEnd(String text, int open) throws GlobSyntaxException {
        boolean negated = open + 1 < text.length() && isNegation(text.charAt(open + 1));
        int end = text.indexOf(']', open + (negated ? 3 : 2));
        if (end < 0) {
            throw new GlobSyntaxException(
                    "missing ] in '" + glob + "'", "write [abc] or [a-z]; [[] matches a literal [");
        }
        return end;
    }

    private static boolean isNegation(char character) {
        return character == '!' || character == '^';
    }

    private GlobSyntaxException unbalancedBraces() {
        return new GlobSyntaxException("unbalanced braces in '" + glob + "'", "write {a,b}; [{] matches a literal {");
    }
}
