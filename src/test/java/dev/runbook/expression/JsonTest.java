package dev.runbook.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static final Value SMALL = fields(
            "a",
            new Value.Items(List.of(new Value.Whole(1), new Value.Decimal(2.5), new Value.Null())),
            "b",
            text("x"));

    @Test
    void isWrittenOnOneLineOrWrapped() {
        assertThat(Json.write(SMALL)).isEqualTo("{\"a\":[1,2.5,null],\"b\":\"x\"}");
        assertThat(Json.writeSpaced(SMALL)).isEqualTo("{\"a\": [1, 2.5, null], \"b\": \"x\"}");
        assertThat(Json.writePretty(SMALL)).isEqualTo(Json.writeSpaced(SMALL) + "\n");
        assertThat(Json.writePretty(fields("small", SMALL, "long", new Value.Items(List.of(text("y".repeat(120)))))))
                .isEqualTo("{\n  \"small\": " + Json.writeSpaced(SMALL) + ",\n  \"long\": [\n    \"" + "y".repeat(120)
                        + "\"\n  ]\n}\n");
        assertThat(Json.write(fields("a", new Value.Items(List.of()), "b", new Value.Fields(Map.of()))))
                .isEqualTo("{\"a\":[],\"b\":{}}");
    }

    @Test
    void secretsAndUnknownValuesAreWrittenAsPlaceholders() {
        assertThat(Json.write(new Value.Items(List.of(
                        new Value.Secret("hidden"),
                        new Value.Unknown("x"),
                        new Value.UndefinedName("a.b"),
                        new Value.Decimal(Double.NaN)))))
                .isEqualTo("[\"***\",\"<known when run>\",\"<undefined a.b>\",\"NaN\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\"b\\c/d",
                "line\nnext\r\tend\b\f\u0000\u007f\u2028",
                "\u00e9 \ud83d\ude00",
                "half \ud83d",
                "\ude00\ud83d"
            })
    void everyTextIsReadBackAsItWas(String text) throws Exception {
        assertThat(Json.read(Json.write(text(text)))).isEqualTo(text(text));
    }

    @Test
    void onlyHalfASurrogatePairIsEscaped() {
        assertThat(Json.write(text("\u00e9 \ud83d\ude00 \ud83d!"))).isEqualTo("\"\u00e9 \ud83d\ude00 \\ud83d!\"");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 2.5, 1e-7, 1.0E10, 1.7976931348623157E308, 4.9E-324})
    void everyNumberIsReadBackAsItWas(double number) throws Exception {
        assertThat(Json.read(Json.write(new Value.Decimal(number)))).isEqualTo(new Value.Decimal(number));
        assertThat(Json.read(Double.toString(number))).isEqualTo(new Value.Decimal(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "01",
                ".5",
                "1.",
                "1e",
                "1e+",
                "tru",
                "True",
                "NaN",
                "[1,]",
                "[1 2]",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\" 1}",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u+123\"",
                "\"\\u12",
                "\"a\tb\"",
                "\"a",
                "1 2",
                "\u00a01",
                "1e999",
                "9223372036854775808"
            })
    void invalidJsonIsRejected(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(ParseException.class);
    }

    @Test
    void ownFilesMayHoldTheDeepestValueFromOutside() throws Exception {
        String deepest = "[".repeat(JsonReader.DEPTH_MAX) + "]".repeat(JsonReader.DEPTH_MAX);
        assertThat(JsonReader.read(deepest, JsonReader.DEPTH_MAX).show()).isEqualTo(deepest);
        assertThat(Json.read("{\"result\": [" + deepest + "]}").show()).contains(deepest);
        assertThatThrownBy(() -> JsonReader.read("[" + deepest + "]", JsonReader.DEPTH_MAX))
                .hasMessageContaining("at most 200 levels");
        assertThatThrownBy(() -> Json.read("[".repeat(100_000))).isInstanceOf(ParseException.class);
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static Value fields(String first, Value one, String second, Value two) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put(first, one);
        fields.put(second, two);
        return new Value.Fields(fields);
    }
}
