package dev.runbook.sandbox;

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
final class QueryProtocol {

    private final String namespace;

    QueryProtocol(String namespace) {
        this.namespace = namespace;
    }

    /** The parameters of a form, decoded. */
    static Map<String, String> parameters(String form) {
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : List.of(form.split("&", -1))) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** Reads a request into the shape that the builder stands for. */
    static <T> T request(SdkPojo builder, Map<String, String> parameters, Class<T> type) {
        return Shapes.fill(builder, fields(builder, nested(parameters)), type);
    }

    String answer(String action, SdkPojo result) {
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

    String error(AwsError error) {
        return "<ErrorResponse xmlns=\"" + namespace + "\"><Error><Type>"
                + (error.status() < 500 ? "Sender" : "Receiver") + "</Type><Code>" + error.code() + "</Code><Message>"
                + escape(error.text()) + "</Message></Error><RequestId>" + UUID.randomUUID()
                + "</RequestId></ErrorResponse>";
    }

    /** Splits {@code A.B.1=x} into fields within fields. */
    private static Tree.Fields nested(Map<String, String> parameters) {
        var direct = new LinkedHashMap<String, Tree>();
        var below = new LinkedHashMap<String, Map<String, String>>();
        parameters.forEach((name, value) -> {
            int dot = name.indexOf('.');
            if (dot < 0) {
                direct.put(name, Tree.text(value));
            } else {
                below.computeIfAbsent(name.substring(0, dot), key -> new LinkedHashMap<>())
                        .put(name.substring(dot + 1), value);
            }
        });
        below.forEach((name, rest) -> direct.put(name, nested(rest)));
        return new Tree.Fields(direct);
    }

    private static Tree.Fields fields(SdkPojo builder, Tree.Fields raw) {
        var known = Shapes.fieldsByName(builder);
        var fields = new LinkedHashMap<String, Tree>();
        raw.without("Action").without("Version").fields().forEach((name, value) -> {
            var field = known.get(name);
            fields.put(name, field == null ? value : shaped(field, value));
        });
        return new Tree.Fields(fields);
    }

    private static Tree shaped(SdkField<?> field, Tree raw) {
        if (field.marshallingType() == MarshallingType.LIST) {
            return raw instanceof Tree.Fields numbered ? items(field, numbered) : new Tree.Items(List.of());
        }
        if (field.marshallingType() == MarshallingType.SDK_POJO && raw instanceof Tree.Fields inner) {
            return fields(field.constructor().get(), inner);
        }
        return raw;
    }

    private static Tree items(SdkField<?> list, Tree.Fields raw) {
        // The number may follow the list's own name or that of its members: both are seen on the wire.
        var ordered = new TreeMap<Integer, Tree>();
        raw.fields().forEach((name, value) -> {
            if (name.chars().allMatch(Character::isDigit)) {
                ordered.put(Integer.valueOf(name), shaped(Shapes.member(list), value));
            } else if (value instanceof Tree.Fields members) {
                members.fields()
                        .forEach((number, member) ->
                                ordered.put(Integer.valueOf(number), shaped(Shapes.member(list), member)));
            }
        });
        return new Tree.Items(new ArrayList<>(ordered.values()));
    }

    private static void write(SdkPojo shape, StringBuilder xml) {
        for (var field : shape.sdkFields()) {
            Shapes.value(shape, field).ifPresent(value -> element(Shapes.name(field), field, value, xml));
        }
    }

    private static void element(String name, SdkField<?> field, Object value, StringBuilder xml) {
        xml.append('<').append(name).append('>');
        if (value instanceof List<?> list) {
            var member = field.getTrait(ListTrait.class).memberLocationName();
            var memberName = member == null ? "member" : member;
            list.forEach(item -> element(memberName, Shapes.member(field), item, xml));
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
