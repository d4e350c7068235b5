package dev.runbook.yaml;

import java.util.List;
import java.util.Optional;

/** The shape of a value, as far as it can be checked without evaluation. */
public sealed interface ValueShape {

    /** Calls the method of the visitor for this shape. */
    <T> T accept(ShapeVisitor<T> visitor);

    /** Any single value, read as text, {@code 5432} and {@code true} included; no expression is allowed. */
    static ValueShape text() {
        return new Text(Expressions.NEVER, Optional.empty());
    }

    /** Any single value, which may contain expressions. */
    static ValueShape template() {
        return new Text(Expressions.ALLOWED, Optional.empty());
    }

    /** Text that contains an expression. */
    static ValueShape expression() {
        return new Text(Expressions.REQUIRED, Optional.empty());
    }

    static ValueShape bool() {
        return new Bool();
    }

    static ValueShape span() {
        return new Span();
    }

    static ValueShape any() {
        return new Any();
    }

    static ValueShape whole(long least, long most) {
        return new Whole(least, most);
    }

    static ValueShape words(String... words) {
        return new Words(List.of(words));
    }

    static ValueShape textMatching(String pattern) {
        return new Text(Expressions.NEVER, Optional.of(pattern));
    }

    static ValueShape oneOrMore(ValueShape item) {
        return new OneOrMore(item);
    }

    static ValueShape list(ValueShape item) {
        return new ItemList(item);
    }

    static ValueShape mapOf(ValueShape value) {
        return new OpenMapping(value, Optional.empty());
    }

    /** A mapping whose keys match a pattern. */
    static ValueShape mapOf(ValueShape value, String pattern) {
        return new OpenMapping(value, Optional.of(pattern));
    }

    static ValueShape mapping(MappingSpec spec) {
        return new Mapping(spec);
    }

    static ValueShape anyOf(ValueShape... shapes) {
        return new AnyOf(List.of(shapes));
    }

    /** The same shape, or an expression that yields it. */
    default ValueShape orExpression() {
        return anyOf(this, expression());
    }

    /** Whether a text may or must contain an expression. */
    enum Expressions {
        NEVER,
        ALLOWED,
        REQUIRED
    }

    /**
     * A single value, read as text.
     *
     * @param pattern a regular expression that the whole text must match
     */
    record Text(Expressions expressions, Optional<String> pattern) implements ValueShape {
        @Override
        public <T> T accept(ShapeVisitor<T> visitor) {
            return visitor.text(this);
        }
    }

    /** One of a fixed set of texts. */
    record Words(List<String> words) implements ValueShape {
        public Words {
            words = List.copyOf(words);
        }

        @Override
        public <T> T accept(ShapeVisitor<T> visitor) {
            return visitor.words(this);
        }
    }

    /** A whole number between two bounds, both included. */
    record Whole(long least, long most) implements ValueShape {
        @Override
        public <T> T accept(ShapeVisitor<T> visitor) {
            return visitor.whole(this);
        }
    }

    /** True or false. */
    record Bool() implements ValueShape {
        @Override
        public <T> T accept(ShapeVisitor<T> visitor) {
            return visitor.bool();
        }
    }

    /** A time span, as {@link TimeSpan} reads it. */
    record Span() implements ValueShape {
        @Override
        public <T> T accept(ShapeVisitor<T> visitor) {
            return visitor.span();
        }
    }

    /** Any value. */
    record Any() implements ValueShape {
        @Override
        public <T> T accept(ShapeVisitor<T> visitor) {
            return visitor.any();
        }
    }

    /** A list; any other value is a list of one. */
    record OneOrMore(ValueShape item) implements ValueShape {
        @Override
        public <T> T accept(ShapeVisitor<T> visitor) {
            return visitor.oneOrMore(this);
        }
    }

    /** A list. */
    record ItemList(ValueShape item) implements ValueShape {
        @Override
        public <T> T accept(ShapeVisitor<T> visitor) {
            return visitor.list(this);
        }
    }

    /** A mapping whose keys are chosen by the author of the file. */
    record OpenMapping(ValueShape value, Optional<String> pattern) implements ValueShape {
        @Override
        public <T> T accept(ShapeVisitor<T> visitor) {
            return visitor.openMapping(this);
        }
    }

    /** A mapping with the keys of a table. */
    record Mapping(MappingSpec spec) implements ValueShape {
        @Override
        public <T> T accept(ShapeVisitor<T> visitor) {
            return visitor.mapping(this);
        }
    }

    /** A value with one of several shapes. */
    record AnyOf(List<ValueShape> shapes) implements ValueShape {
        public AnyOf {
            shapes = List.copyOf(shapes);
        }

        @Override
        public <T> T accept(ShapeVisitor<T> visitor) {
            return visitor.anyOf(this);
        }
    }

    /** Handles each shape. */
    interface ShapeVisitor<T> {
        T text(Text text);

        T words(Words words);

        T whole(Whole whole);

        T bool();

        T span();

        T any();

        T oneOrMore(OneOrMore list);

        T list(ItemList list);

        T openMapping(OpenMapping mapping);

        T mapping(Mapping mapping);

        T anyOf(AnyOf either);
    }
}
