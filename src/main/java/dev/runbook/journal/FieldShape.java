package dev.runbook.journal;

import java.util.List;

/** The type of the value of a field, for the JSON Schema. */
public sealed interface FieldShape {

    /** The expected value, for error messages: {@code a whole number}. */
    String describe();

    <R> R accept(FieldShapeVisitor<R> cases);

    /** One method for each shape. */
    interface FieldShapeVisitor<R> {
        R text();

        R whole();

        R seconds();

        R truth();

        R time();

        R mapping();

        R words(WordChoice words);

        R list(ItemList list);

        R fields(FieldMapping mapping);
    }

    /** A value without parts. */
    enum BasicShape implements FieldShape {
        TEXT("text") {
            @Override
            public <R> R accept(FieldShapeVisitor<R> cases) {
                return cases.text();
            }
        },
        WHOLE("a whole number") {
            @Override
            public <R> R accept(FieldShapeVisitor<R> cases) {
                return cases.whole();
            }
        },
        SECONDS("a number of seconds") {
            @Override
            public <R> R accept(FieldShapeVisitor<R> cases) {
                return cases.seconds();
            }
        },
        TRUTH("true or false") {
            @Override
            public <R> R accept(FieldShapeVisitor<R> cases) {
                return cases.truth();
            }
        },
        TIME("a time in UTC") {
            @Override
            public <R> R accept(FieldShapeVisitor<R> cases) {
                return cases.time();
            }
        },
        MAPPING("a mapping") {
            @Override
            public <R> R accept(FieldShapeVisitor<R> cases) {
                return cases.mapping();
            }
        };

        private final String words;

        BasicShape(String words) {
            this.words = words;
        }

        @Override
        public String describe() {
            return words;
        }
    }

    /** One of these words. */
    record WordChoice(List<String> choices) implements FieldShape {
        public WordChoice {
            choices = List.copyOf(choices);
        }

        @Override
        public String describe() {
            return "one of "
                    + String.join(
                            ", ", choices.stream().map(word -> "'" + word + "'").toList());
        }

        @Override
        public <R> R accept(FieldShapeVisitor<R> cases) {
            return cases.words(this);
        }
    }

    /** A list of values of one shape. */
    record ItemList(FieldShape item) implements FieldShape {
        @Override
        public String describe() {
            return "a list, each " + item.describe();
        }

        @Override
        public <R> R accept(FieldShapeVisitor<R> cases) {
            return cases.list(this);
        }
    }

    /** A mapping with these fields. */
    record FieldMapping(List<FieldDescription> fields) implements FieldShape {
        public FieldMapping {
            fields = List.copyOf(fields);
        }

        @Override
        public String describe() {
            return "a mapping";
        }

        @Override
        public <R> R accept(FieldShapeVisitor<R> cases) {
            return cases.fields(this);
        }
    }

    /**
     * A field, described for the JSON Schema.
     *
     * @param required whether this version always writes it
     */
    record FieldDescription(String name, FieldShape shape, boolean required, String description) {}
}
