package dev.runbook.yaml;

import java.util.List;
import java.util.Optional;

/** The form of a value, as far as it can be told without evaluating anything. */
public sealed interface Shape {

    /** Hands the shape to its case. */
    <T> T accept(Cases<T> cases);

    /** Any single value, read as text: {@code 5432} and {@code true} too. No expression can stand there. */
    static Shape text() {
        return new Text(Expressions.NEVER, Optional.empty());
    }

    /** Any single value; an expression is one. */
    static Shape template() {
        return new Text(Expressions.ALLOWED, Optional.empty());
    }

    /** Text that holds an expression. */
    static Shape expression() {
        return new Text(Expressions.NEEDED, Optional.empty());
    }

    static Shape truth() {
        return new Truth();
    }

    static Shape span() {
        return new Span();
    }

    static Shape any() {
        return new Any();
    }

    static Shape whole(long least, long most) {
        return new Whole(least, most);
    }

    static Shape words(String... words) {
        return new Words(List.of(words));
    }

    static Shape matching(String pattern) {
        return new Text(Expressions.NEVER, Optional.of(pattern));
    }

    static Shape oneOrMore(Shape item) {
        return new OneOrMore(item);
    }

    static Shape list(Shape item) {
        return new Listing(item);
    }

    static Shape named(Shape value) {
        return new Named(value, Optional.empty());
    }

    /** A mapping whose keys match a pattern. */
    static Shape named(Shape value, String pattern) {
        return new Named(value, Optional.of(pattern));
    }

    static Shape mapping(Form form) {
        return new Mapping(form);
    }

    static Shape either(Shape... shapes) {
        return new Either(List.of(shapes));
    }

    /** The same shape, or an expression that comes to it. */
    default Shape orExpression() {
        return either(this, expression());
    }

    /** Whether a text holds an expression. */
    enum Expressions {
        NEVER,
        ALLOWED,
        NEEDED
    }

    /**
     * A single value, read as text.
     *
     * @param pattern that the whole text matches
     */
    record Text(Expressions expressions, Optional<String> pattern) implements Shape {
        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.text(this);
        }
    }

    /** One of some texts. */
    record Words(List<String> words) implements Shape {
        public Words {
            words = List.copyOf(words);
        }

        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.words(this);
        }
    }

    /** A whole number within two bounds, which belong to it. */
    record Whole(long least, long most) implements Shape {
        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.whole(this);
        }
    }

    /** True or false. */
    record Truth() implements Shape {
        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.truth();
        }
    }

    /** A time span, as {@link TimeSpan} reads it. */
    record Span() implements Shape {
        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.span();
        }
    }

    /** Whatever YAML can write. */
    record Any() implements Shape {
        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.any();
        }
    }

    /** A list; what is no list is a list of one. */
    record OneOrMore(Shape item) implements Shape {
        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.oneOrMore(this);
        }
    }

    /** A list. */
    record Listing(Shape item) implements Shape {
        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.listing(this);
        }
    }

    /** A mapping under keys that the author of the file chooses. */
    record Named(Shape value, Optional<String> pattern) implements Shape {
        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.named(this);
        }
    }

    /** A mapping under the keys of a form. */
    record Mapping(Form form) implements Shape {
        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.mapping(this);
        }
    }

    /** What has one of several shapes. */
    record Either(List<Shape> shapes) implements Shape {
        public Either {
            shapes = List.copyOf(shapes);
        }

        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.either(this);
        }
    }

    /** What is to be made of each shape. */
    interface Cases<T> {
        T text(Text text);

        T words(Words words);

        T whole(Whole whole);

        T truth();

        T span();

        T any();

        T oneOrMore(OneOrMore list);

        T listing(Listing list);

        T named(Named mapping);

        T mapping(Mapping mapping);

        T either(Either either);
    }
}
