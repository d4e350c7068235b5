package dev.runbook.yaml;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A pattern for names, with one syntax for pairs, instances, buckets, columns and keys: {@code *} matches any
 * characters, {@code ?} one character, {@code [a-z]} one of these and {@code [!a-z]} any other; {@code {a,b}} is a
 * choice. Brackets make a special character literal: {@code [*]}. The time of a match is bounded by the product of both
 * lengths.
 */
public final class Glob {

    private final String text;
    private final Position position;
    private final List<List<Piece>> alternatives;

    private Glob(String text, Position position, List<List<Piece>> alternatives) {
        this.text = text;
        this.position = position;
        this.alternatives = List.copyOf(alternatives);
    }

    /**
     * The kind of name, which decides the character that separates its parts: {@code *} and {@code ?} do not cross it.
     */
    public enum GlobKind {
        /** A name without parts. */
        NAME,
        /** {@code schema.table.column}. */
        COLUMN,
        /**
         * The key of an object below a prefix, separated by slashes. {@code **} matches any characters including
         * slashes, and <code>**&#47;</code> any number of folders. A leading slash means the prefix, a trailing one
         * everything below; a last part without {@code *} and {@code ?} also matches everything in a folder of that
         * name.
         */
        KEY;

        boolean isSeparator(int character) {
            return switch (this) {
                case NAME -> false;
                case COLUMN -> character == '.';
                case KEY -> character == '/';
            };
        }
    }

    /** Parses a glob; empty if it is invalid, which is then among the problems. */
    public static Optional<Glob> read(String text, Position position, GlobKind kind, Problems problems) {
        try {
            return Optional.of(new Glob(text, position, new GlobReader(text, kind).read()));
        } catch (GlobReader.GlobSyntaxException bad) {
            problems.add("bad-glob", position, bad.summary(), bad.hint());
            return Optional.empty();
        }
    }

    /** Whether a text contains a character with a special meaning in a glob. */
    public static boolean isGlob(String text) {
        return text.chars().anyMatch(character -> "*?[{".indexOf(character) >= 0);
    }

    /** The glob as it was written. */
    public String text() {
        return text;
    }

    public Position position() {
        return position;
    }

    public boolean matches(String name) {
        return alternatives.stream().anyMatch(pieces -> matches(pieces, name));
    }

    private static boolean matches(List<Piece> pieces, String name) {
        BitSet ends = new BitSet();
        ends.set(0);
        for (Piece piece : pieces) {
            ends = piece.endPositions(name, ends);
            if (ends.isEmpty()) {
                return false;
            }
        }
        return ends.get(name.length());
    }

    @Override
    public String toString() {
        return text;
    }

    /** A part of one alternative of a glob. */
    sealed interface Piece {

        /** The positions in the name where this piece can end if it begins at one of the given positions. */
        BitSet endPositions(String name, BitSet starts);
    }

    /** Literal characters. */
    record Literal(String characters) implements Piece {
        @Override
        public BitSet endPositions(String name, BitSet starts) {
            BitSet ends = new BitSet();
            starts.stream()
                    .filter(start -> name.startsWith(characters, start))
                    .forEach(start -> ends.set(start + characters.length()));
            return ends;
        }
    }

    /** One character that is in a set, or one that is not; never a separator. */
    record CharacterSet(List<CharacterRange> ranges, boolean negated, GlobKind kind) implements Piece {

        CharacterSet {
            ranges = List.copyOf(ranges);
        }

        /** The characters from the first to the last, both included. */
        record CharacterRange(int first, int last) {}

        @Override
        public BitSet endPositions(String name, BitSet starts) {
            BitSet ends = new BitSet();
            starts.stream()
                    .filter(start -> start < name.length() && contains(name.codePointAt(start)))
                    .forEach(start -> ends.set(start + Character.charCount(name.codePointAt(start))));
            return ends;
        }

        private boolean contains(int character) {
            boolean among = ranges.stream().anyMatch(span -> character >= span.first() && character <= span.last());
            return among != negated && !kind.isSeparator(character);
        }
    }

    /** Any characters; separators only if it crosses them. */
    record Wildcard(boolean crossesSeparators, GlobKind kind) implements Piece {
        @Override
        public BitSet endPositions(String name, BitSet starts) {
            BitSet ends = new BitSet();
            boolean reached = false;
            for (int place = 0; place <= name.length(); place++) {
                reached |= starts.get(place);
                ends.set(place, reached);
                reached &= crossesSeparators || place == name.length() || !kind.isSeparator(name.charAt(place));
            }
            return ends;
        }
    }

    /** Any number of folders. */
    record FolderWildcard(GlobKind kind) implements Piece {
        @Override
        public BitSet endPositions(String name, BitSet starts) {
            BitSet ends = new BitSet();
            ends.or(starts);
            for (int place = starts.nextSetBit(0); place < name.length(); place++) {
                if (kind.isSeparator(name.charAt(place))) {
                    ends.set(place + 1);
                }
            }
            return ends;
        }
    }
}
