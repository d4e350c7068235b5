package dev.runbook.sandbox;

import java.time.Instant;
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

/** Turns any of the SDK's model classes into a {@link Tree} of wire names, and back. */
final class Shapes {

    private Shapes() {}

    /** The set fields of a shape under their wire names. */
    static Tree.Fields tree(SdkPojo shape) {
        return tree(shape, SdkField::locationName);
    }

    /** The set fields of a shape under the names of the API: on S3's wire many have become HTTP headers. */
    static Tree.Fields members(SdkPojo shape) {
        return tree(shape, SdkField::memberName);
    }

    /** Fills a builder of the SDK from a tree and builds it. Unknown names are refused, so that no setting is lost. */
    static <T> T fill(SdkPojo builder, Tree.Fields tree, Class<T> type) {
        var known = fieldsByName(builder);
        tree.fields().forEach((name, value) -> {
            var field = known.get(name);
            if (field == null) {
                throw new AwsError("InvalidParameterValue", 400, type.getSimpleName() + " has no field " + name);
            }
            field.set(builder, value(field, value));
        });
        return type.cast(((Buildable) builder).build());
    }

    /** The fields of a shape by their wire names. */
    static Map<String, SdkField<?>> fieldsByName(SdkPojo shape) {
        var fields = new LinkedHashMap<String, SdkField<?>>();
        shape.sdkFields().forEach(field -> fields.put(name(field), field));
        return fields;
    }

    static String name(SdkField<?> field) {
        return field.locationName();
    }

    /** What the shape holds in a field; empty when it was never set. */
    static Optional<Object> value(SdkPojo shape, SdkField<?> field) {
        Object value = field.getValueOrDefault(shape);
        boolean unset = value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
        return unset ? Optional.empty() : Optional.ofNullable(value);
    }

    static SdkField<?> member(SdkField<?> list) {
        return list.getTrait(ListTrait.class).memberFieldInfo();
    }

    private static Tree.Fields tree(SdkPojo shape, Function<SdkField<?>, String> naming) {
        var fields = new LinkedHashMap<String, Tree>();
        for (var field : shape.sdkFields()) {
            value(shape, field).ifPresent(value -> fields.put(naming.apply(field), tree(value, naming)));
        }
        return new Tree.Fields(fields);
    }

    private static Tree tree(Object value, Function<SdkField<?>, String> naming) {
        if (value instanceof SdkPojo shape) {
            return tree(shape, naming);
        }
        if (value instanceof List<?> list) {
            return new Tree.Items(list.stream().map(item -> tree(item, naming)).toList());
        }
        if (value instanceof Map<?, ?> map) {
            var fields = new LinkedHashMap<String, Tree>();
            map.forEach((name, item) -> fields.put(String.valueOf(name), tree(item, naming)));
            return new Tree.Fields(fields);
        }
        return value instanceof Number || value instanceof Boolean ? Tree.bare(value) : Tree.text(value.toString());
    }

    private static Object value(SdkField<?> field, Tree tree) {
        if (tree instanceof Tree.Items list) {
            var values = new ArrayList<Object>();
            list.items().forEach(item -> values.add(value(member(field), item)));
            return values;
        }
        if (tree instanceof Tree.Fields fields) {
            return fill(field.constructor().get(), fields, Object.class);
        }
        return scalar(field, ((Tree.Leaf) tree).text());
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
        } catch (NumberFormatException | java.time.format.DateTimeParseException e) {
            throw new AwsError("MalformedInput", 400, name(field) + " cannot be " + text);
        }
        return type == MarshallingType.BOOLEAN ? Boolean.valueOf(text) : text;
    }
}
