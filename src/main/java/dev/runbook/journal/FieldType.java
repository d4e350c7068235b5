package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** How values of one Java type are written to a line, read from it and rewritten in it. */
record FieldType<T>(FieldShape shape, Function<T, Value> writer, Reader<T> reader, Rewriter rewriter) {

    private static final double MILLIS = 1000.0;

    static final FieldType<String> TEXT = new FieldType<>(
            FieldShape.BasicShape.TEXT,
            Value.Text::new,
            value -> value instanceof Value.Text text ? Optional.of(text.text()) : Optional.empty());

    static final FieldType<Long> LONG = new FieldType<>(
            FieldShape.BasicShape.WHOLE,
            Value.Whole::new,
            value -> value instanceof Value.Whole whole ? Optional.of(whole.number()) : Optional.empty());

    static final FieldType<Integer> WHOLE = new FieldType<>(
            FieldShape.BasicShape.WHOLE,
            number -> new Value.Whole(number),
            value -> value instanceof Value.Whole whole && (int) whole.number() == whole.number()
                    ? Optional.of((int) whole.number())
                    : Optional.empty());

    static final FieldType<Boolean> TRUTH = new FieldType<>(
            FieldShape.BasicShape.TRUTH,
            Value.Bool::new,
            value -> value instanceof Value.Bool bool ? Optional.of(bool.isTrue()) : Optional.empty());

    /** Decimal seconds, to the millisecond. */
    static final FieldType<Duration> SECONDS = new FieldType<>(
            FieldShape.BasicShape.SECONDS,
            duration -> new Value.Decimal(duration.toMillis() / MILLIS),
            value -> seconds(value).map(seconds -> Duration.ofMillis(Math.round(seconds * MILLIS))));

    static final FieldType<Instant> TIME =
            new FieldType<>(FieldShape.BasicShape.TIME, time -> new Value.Text(time.toString()), FieldType::time);

    static final FieldType<Value.Fields> MAPPING = new FieldType<>(
            FieldShape.BasicShape.MAPPING,
            fields -> fields,
            value -> value instanceof Value.Fields fields ? Optional.of(fields) : Optional.empty());

    /** A list of texts is rewritten as one value, because a secret may extend over several lines. */
    static final FieldType<List<String>> TEXTS = new FieldType<>(
            new FieldShape.ItemList(FieldShape.BasicShape.TEXT),
            texts -> new Value.Items(texts.stream().map(TEXT.writer()).toList()),
            value -> items(TEXT, value));

    /** Reads a value; empty when it is of another type. */
    interface Reader<T> {
        Optional<T> read(Value value) throws UnreadableEventException;
    }

    /** Rewrites a value of the type. */
    interface Rewriter {
        Value rewrite(Value value, boolean verbatim, FieldRewriter textRewriter);
    }

    FieldType(FieldShape shape, Function<T, Value> writer, Reader<T> reader) {
        this(shape, writer, reader, (value, verbatim, textRewriter) -> textRewriter.rewrite(value, verbatim));
    }

    /** One of the words of an enum; never rewritten. */
    static <E extends Enum<E> & EventWord> FieldType<E> word(Class<E> words) {
        List<E> all = List.of(words.getEnumConstants());
        return new FieldType<>(
                new FieldShape.WordChoice(all.stream().map(EventWord::word).toList()),
                word -> new Value.Text(word.word()),
                value -> value instanceof Value.Text text
                        ? all.stream()
                                .filter(word -> word.word().equals(text.text()))
                                .findFirst()
                        : Optional.empty(),
                (value, verbatim, textRewriter) -> textRewriter.rewrite(value, true));
    }

    /** A mapping with the fields of a record. */
    static <T> FieldType<T> fields(RecordCodec<T> codec) {
        return new FieldType<>(
                new FieldShape.FieldMapping(codec.fields()),
                codec::write,
                value -> value instanceof Value.Fields fields ? Optional.of(codec.read(fields)) : Optional.empty(),
                (value, verbatim, textRewriter) -> verbatim || !(value instanceof Value.Fields fields)
                        ? textRewriter.rewrite(value, verbatim)
                        : codec.rewrite(fields, textRewriter));
    }

    /** A list of values of a type. */
    static <T> FieldType<List<T>> list(FieldType<T> item) {
        return new FieldType<>(
                new FieldShape.ItemList(item.shape()),
                all -> new Value.Items(all.stream().map(item.writer()).toList()),
                value -> items(item, value),
                (value, verbatim, textRewriter) -> value instanceof Value.Items items
                        ? new Value.Items(items.items().stream()
                                .map(each -> item.rewriter().rewrite(each, verbatim, textRewriter))
                                .toList())
                        : textRewriter.rewrite(value, verbatim));
    }

    private static <T> Optional<List<T>> items(FieldType<T> item, Value value) throws UnreadableEventException {
        if (!(value instanceof Value.Items items)) {
            return Optional.empty();
        }
        List<T> all = new ArrayList<>();
        for (Value each : items.items()) {
            Optional<T> read = item.reader().read(each);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            all.add(read.get());
        }
        return Optional.of(all);
    }

    private static Optional<Double> seconds(Value value) {
        return Stream.of(value)
                .filter(number -> number instanceof Value.Whole || number instanceof Value.Decimal)
                .map(number -> number instanceof Value.Whole whole
                        ? (double) whole.number()
                        : ((Value.Decimal) number).number())
                .findFirst();
    }

    private static Optional<Instant> time(Value value) {
        try {
            return value instanceof Value.Text text ? Optional.of(EventLines.time(text.text())) : Optional.empty();
        } catch (DateTimeException | NumberFormatException | StringIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
