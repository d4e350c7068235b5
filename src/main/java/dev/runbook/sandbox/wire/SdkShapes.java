package dev.runbook.sandbox.wire;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** Turns any of the SDK's model classes into a {@link JsonValue} of wire names, and back. */
public final class SdkShapes {

    private SdkShapes() {}

    /** The set fields of a shape under their wire names. */
    public static JsonValue.JsonObject toJson(SdkPojo shape) {
        return toJson(shape, SdkField::locationName);
    }

    /** The set fields of a shape under the names of the API: on S3's wire many have become HTTP headers. */
    public static JsonValue.JsonObject toJsonByMemberName(SdkPojo shape) {
        return toJson(shape, SdkField::memberName);
    }

    /** Fills a builder of the SDK from a tree and builds it. Unknown names are refused, so that no setting is lost. */
    public static <T> T fromJson(SdkPojo builder, JsonValue.JsonObject json, Class<T> type) {
        var known = fieldsByWireName(builder);
        json.fields().forEach((name, value) -> {
            var field = known.get(name);
            if (field == null) {
                throw new AwsError("InvalidParameterValue", 400, type.getSimpleName() + " has no field " + name);
            }
            field.set(builder, value(field, value));
        });
        return type.cast(((Buildable) builder).build());
    }

    /** The fields of a shape by their wire names. */
    public static Map<String, SdkField<?>> fieldsByWireName(SdkPojo shape) {
        var fields = new LinkedHashMap<String, SdkField<?>>();
        shape.sdkFields().forEach(field -> fields.put(wireName(field), field));
        return fields;
    }

    static String wireName(SdkField<?> field) {
        return field.locationName();
    }

    /** What the shape holds in a field; empty when it was never set. */
    public static Optional<Object> value(SdkPojo shape, SdkField<?> field) {
        Object value = field.getValueOrDefault(shape);
        boolean unset = value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
        return unset ? Optional.empty() : Optional.ofNullable(value);
    }

    static SdkField<?> itemField(SdkField<?> list) {
        return list.getTrait(ListTrait.class).memberFieldInfo();
    }

    private static JsonValue.JsonObject toJson(SdkPojo shape, Function<SdkField<?>, String> naming) {
        var fields = new LinkedHashMap<String, JsonValue>();
        for (var field : shape.sdkFields()) {
            value(shape, field).ifPresent(value -> fields.put(naming.apply(field), toJson(value, naming)));
        }
        return new JsonValue.JsonObject(fields);
    }

    private static JsonValue toJson(Object value, Function<SdkField<?>, String> naming) {
        if (value instanceof SdkPojo shape) {
            return toJson(shape, naming);
        }
        if (value instanceof List<?> list) {
            return new JsonValue.JsonArray(
                    list.stream().map(item -> toJson(item, naming)).toList());
        }
        if (value instanceof Map<?, ?> map) {
            var fields = new LinkedHashMap<String, JsonValue>();
            map.forEach((name, item) -> fields.put(String.valueOf(name), toJson(item, naming)));
            return new JsonValue.JsonObject(fields);
        }
        return value instanceof Number || value instanceof Boolean
                ? JsonValue.literal(value)
                : JsonValue.text(value.toString());
    }

    private static Object value(SdkField<?> field, JsonValue json) {
        if (json instanceof JsonValue.JsonArray list) {
            var values = new ArrayList<Object>();
            list.items().forEach(item -> values.add(value(itemField(field), item)));
            return values;
        }
        if (json instanceof JsonValue.JsonObject fields) {
            return fromJson(field.constructor().get(), fields, Object.class);
        }
        return scalar(field, ((JsonValue.JsonScalar) json).text());
    }

    private static Object scalar(SdkField<?> field, String text) {
        MarshallingType<?> type = field.marshallingType();
        try {
            if (type == MarshallingType.INTEGER) {
                return Integer.valueOf(text);
            }
            if (type == MarshallingType.LONG) {
                return Long.valueOf(text);
            }
            if (type == MarshallingType.DOUBLE) {
                return Double.valueOf(text);
            }
            if (type == MarshallingType.INSTANT) {
                return Instant.parse(text);
            }
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new AwsError("MalformedInput", 400, wireName(field) + " cannot be " + text);
        }
        return type == MarshallingType.BOOLEAN ? Boolean.valueOf(text) : text;
    }
}
