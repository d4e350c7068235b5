package dev.runbook.yaml;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A pattern of names, in one grammar for pairs, instances, buckets, columns and keys: {@code *} stands for any characters,
 * {@code ?} for one, {@code [a-z]} for one of these and {@code [!a-z]} for any other, {@code {a,b}} is a choice. To mean one
 * of these characters itself, put it in brackets: {@code [*]}. The time of a match is bounded by the product of both lengths.
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

    /** What the names are, and so which character divides them into parts: {@code *} and {@code ?} stay within a part. */
    public enum GlobKind {
        /** A name without parts. */
        NAME,
        /** {@code schema.table.column}. */
        COLUMN,
        /**
         * The key of an object below a prefix, divided by slashes. {@code **} stands for any characters, slashes too, and
         * <code>**&#47;</code> for any folders or none. A slash at the beginning means the prefix, one at the end everything
         * below; a last part without {@code *} and {@code ?} also names everything in a folder of that name.
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

    /** The glob; empty when the text is none, which then is among the problems. */
    public static Optional<Glob> read(String text, Position position, GlobKind kind, Problems problems) {
        try {
            return Optional.of(new Glob(text, position, new GlobReader(text, kind).read()));
        } catch (GlobReader.GlobSyntaxException bad) {
            problems.add("bad-glob", position, bad.summary(), bad.hint());
            return Optional.empty();
        }
    }

    /** Whether a text has a character that means something else in a glob than itself. */
    public static boolean isGlob(String text) {
        return text.chars().anyMatch(character -> "*?[{".indexOf(character) >= 0);
    }

    /** As it was written. */
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

    /** A part of a glob without choices. */
    sealed interface Piece {

        /** Where in the name the piece may end, when it begins at any of these places. */
        BitSet endPositions(String name, BitSet starts);
    }

    /** Characters that stand for themselves. */
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

    /** One character of a set, or one that is not in it; never one that divides. */
    record CharacterSet(List<CharacterRange> ranges, boolean negated, GlobKind kind) implements Piece {

        CharacterSet {
            ranges = List.copyOf(ranges);
        }

        /** The characters from one to another. */
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

    /** Any characters; within a part only, unless it is free. */
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

    /** Any folders, or none. */
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
