package dev.runbook.expression;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Times as expressions use them: a mapping of {@code year, month, day, hour, minute, second, epoch, iso}, in UTC. */
final class TimeValues {

    private static final Map<Character, String> DIRECTIVES = Map.ofEntries(
            Map.entry('Y', "uuuu"),
            Map.entry('y', "uu"),
            Map.entry('m', "MM"),
            Map.entry('d', "dd"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('f', "SSSSSS"),
            Map.entry('j', "DDD"),
            Map.entry('a', "EEE"),
            Map.entry('A', "EEEE"),
            Map.entry('b', "MMM"),
            Map.entry('B', "MMMM"),
            Map.entry('p', "a"),
            Map.entry('z', "xx"),
            Map.entry('F', "uuuu-MM-dd"),
            Map.entry('T', "HH:mm:ss"));

    private TimeValues() {}

    static Value.Fields of(Instant instant) {
        ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("year", new Value.Whole(time.getYear()));
        fields.put("month", new Value.Whole(time.getMonthValue()));
        fields.put("day", new Value.Whole(time.getDayOfMonth()));
        fields.put("hour", new Value.Whole(time.getHour()));
        fields.put("minute", new Value.Whole(time.getMinute()));
        fields.put("second", new Value.Whole(time.getSecond()));
        fields.put("epoch", new Value.Whole(instant.getEpochSecond()));
        fields.put("iso", new Value.Text(instant.toString()));
        return new Value.Fields(fields);
    }

    static String format(String pattern, Value moment) throws EvaluationException {
        Value seconds =
                moment instanceof Value.Fields fields && fields.get("epoch").isPresent()
                        ? fields.fields().get("epoch")
                        : moment;
        if (seconds == null || !Arithmetic.isNumber(seconds)) {
            throw EvaluationException.of(
                    "a time must be seconds since 1970 or now(), not " + moment.kind(),
                    "convert text with | to_datetime or | int");
        }
        try {
            return format(pattern, Instant.ofEpochSecond((long) Arithmetic.number(seconds)));
        } catch (DateTimeException e) {
            throw EvaluationException.of("the time is out of range", "");
        }
    }

    static String format(String pattern, Instant instant) throws EvaluationException {
        try {
            return formatter(pattern.replace("%s", Long.toString(instant.getEpochSecond())))
                    .format(instant.atZone(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw EvaluationException.of("the time cannot be formatted as '" + pattern + "'", "");
        }
    }

    static Value read(String text, String pattern) throws EvaluationException {
        try {
            TemporalAccessor parsed = formatter(pattern).parse(text.strip());
            LocalDate date = parsed.query(TemporalQueries.localDate());
            if (date == null) {
                throw EvaluationException.of("'" + pattern + "' has no date", "include year, month and day");
            }
            int seconds = parsed.isSupported(ChronoField.SECOND_OF_DAY) ? parsed.get(ChronoField.SECOND_OF_DAY) : 0;
            int offset = parsed.isSupported(ChronoField.OFFSET_SECONDS) ? parsed.get(ChronoField.OFFSET_SECONDS) : 0;
            return of(date.atStartOfDay().toInstant(ZoneOffset.UTC).plusSeconds((long) seconds - offset));
        } catch (DateTimeException e) {
            throw EvaluationException.of("'" + text + "' does not match the time format '" + pattern + "'", "");
        }
    }

    private static DateTimeFormatter formatter(String pattern) throws EvaluationException {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char character = pattern.charAt(at++);
            if (character != '%') {
                builder.appendLiteral(character);
                continue;
            }
            char directive = at < pattern.length() ? pattern.charAt(at++) : ' ';
            String letters = DIRECTIVES.get(directive);
            if (letters != null) {
                builder.appendPattern(letters);
            } else if (directive == '%') {
                builder.appendLiteral('%');
            } else if (directive == 'Z') {
                builder.appendLiteral("UTC");
            } else {
                throw EvaluationException.of(
                        "unknown time directive '%" + String.valueOf(directive).strip() + "'",
                        "known: %Y %m %d %H %M %S %F %T %j %a %A %b %B %y %I %p %f %z %Z %s %%");
            }
        }
        return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }
}
