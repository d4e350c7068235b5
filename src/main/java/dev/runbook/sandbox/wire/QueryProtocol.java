package dev.runbook.sandbox.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;

/** AWS's query protocol: form parameters in, XML out, for any shape of the SDK. */
public final class QueryProtocol {

    private final String namespace;

    public QueryProtocol(String namespace) {
        this.namespace = namespace;
    }

    /** The parameters of a form, decoded. */
    public static Map<String, String> parseForm(String form) {
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : List.of(form.split("&", -1))) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** Reads a request into the SDK object of a builder. */
    public static <T> T parseRequest(SdkPojo builder, Map<String, String> parameters, Class<T> type) {
        return SdkShapes.fromJson(builder, fields(builder, nest(parameters)), type);
    }

    public String response(String action, SdkPojo result) {
        var xml = new StringBuilder();
        xml.append('<')
                .append(action)
                .append("Response xmlns=\"")
                .append(namespace)
                .append("\">");
        xml.append('<').append(action).append("Result>");
        write(result, xml);
        xml.append("</").append(action).append("Result><ResponseMetadata><RequestId>");
        xml.append(UUID.randomUUID()).append("</RequestId></ResponseMetadata></");
        return xml.append(action).append("Response>").toString();
    }

    public String errorResponse(AwsError error) {
        return "<ErrorResponse xmlns=\"" + namespace + "\"><Error><Type>"
                + (error.status() < 500 ? "Sender" : "Receiver") + "</Type><Code>" + error.code() + "</Code><Message>"
                + escape(error.text()) + "</Message></Error><RequestId>" + UUID.randomUUID()
                + "</RequestId></ErrorResponse>";
    }

    /** Splits {@code A.B.1=x} into fields within fields. */
    private static JsonValue.JsonObject nest(Map<String, String> parameters) {
        var direct = new LinkedHashMap<String, JsonValue>();
        var below = new LinkedHashMap<String, Map<String, String>>();
        parameters.forEach((name, value) -> {
            int dot = name.indexOf('.');
            if (dot < 0) {
                direct.put(name, JsonValue.text(value));
            } else {
                below.computeIfAbsent(name.substring(0, dot), key -> new LinkedHashMap<>())
                        .put(name.substring(dot + 1), value);
            }
        });
        below.forEach((name, rest) -> direct.put(name, nest(rest)));
        return new JsonValue.JsonObject(direct);
    }

    private static JsonValue.JsonObject fields(SdkPojo builder, JsonValue.JsonObject raw) {
        var known = SdkShapes.fieldsByWireName(builder);
        var fields = new LinkedHashMap<String, JsonValue>();
        raw.without("Action").without("Version").fields().forEach((name, value) -> {
            var field = known.get(name);
            fields.put(name, field == null ? value : convert(field, value));
        });
        return new JsonValue.JsonObject(fields);
    }

    private static JsonValue convert(SdkField<?> field, JsonValue raw) {
        if (field.marshallingType() == MarshallingType.LIST) {
            return raw instanceof JsonValue.JsonObject numbered
                    ? items(field, numbered)
                    : new JsonValue.JsonArray(List.of());
        }
        if (field.marshallingType() == MarshallingType.SDK_POJO && raw instanceof JsonValue.JsonObject inner) {
            return fields(field.constructor().get(), inner);
        }
        return raw;
    }

    private static JsonValue items(SdkField<?> list, JsonValue.JsonObject raw) {
        // The number may follow the list's own name or that of its members: both are seen on the wire.
        var ordered = new TreeMap<Integer, JsonValue>();
        raw.fields().forEach((name, value) -> {
            if (name.chars().allMatch(Character::isDigit)) {
                ordered.put(Integer.valueOf(name), convert(SdkShapes.itemField(list), value));
            } else if (value instanceof JsonValue.JsonObject members) {
                members.fields()
                        .forEach((number, member) ->
                                ordered.put(Integer.valueOf(number), convert(SdkShapes.itemField(list), member)));
            }
        });
        return new JsonValue.JsonArray(new ArrayList<>(ordered.values()));
    }

    private static void write(SdkPojo shape, StringBuilder xml) {
        for (var field : shape.sdkFields()) {
            SdkShapes.value(shape, field)
                    .ifPresent(value -> writeElement(SdkShapes.wireName(field), field, value, xml));
        }
    }

    private static void writeElement(String name, SdkField<?> field, Object value, StringBuilder xml) {
        xml.append('<').append(name).append('>');
        if (value instanceof List<?> list) {
            var member = field.getTrait(ListTrait.class).memberLocationName();
            var memberName = member == null ? "member" : member;
            list.forEach(item -> writeElement(memberName, SdkShapes.itemField(field), item, xml));
        } else if (value instanceof SdkPojo shape) {
            write(shape, xml);
        } else {
            xml.append(escape(value.toString()));
        }
        xml.append("</").append(name).append('>');
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
