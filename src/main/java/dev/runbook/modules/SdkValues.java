package dev.runbook.modules;

import dev.runbook.expression.Value;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Converts AWS requests to values: every member that is set, under its name in the API. */
public final class SdkValues {

    private static final Set<String> SECRETS = Set.of("MasterUserPassword", "TdeCredentialPassword");

    private SdkValues() {}

    /** Describes a call to RDS; its subject is the identifier of the instance. */
    public static CallDescription describeRdsCall(String action, String instance, SdkPojo request) {
        return new CallDescription("rds", action, instance, parameters(request), "");
    }

    /** The members of a request that are set, in the order of the service model. */
    public static Value.Fields parameters(SdkPojo request) {
        Map<String, Value> parameters = new LinkedHashMap<>();
        for (SdkField<?> field : request.sdkFields()) {
            member(request, field)
                    .ifPresent(member -> parameters.put(field.locationName(), memberValue(field, member)));
        }
        return new Value.Fields(parameters);
    }

    /** The member's value; empty if it is not set or is an empty collection. */
    public static Optional<Object> member(SdkPojo holder, SdkField<?> field) {
        return Optional.<Object>ofNullable(field.getValueOrDefault(holder))
                .filter(member -> !(member instanceof SdkAutoConstructList) && !(member instanceof SdkAutoConstructMap))
                .filter(member -> !(member instanceof Collection<?> items && items.isEmpty()));
    }

    private static Value memberValue(SdkField<?> field, Object member) {
        return SECRETS.contains(field.locationName()) ? new Value.Secret(member.toString()) : value(member);
    }

    /** Converts a member of any type. */
    public static Value value(Object member) {
        if (member instanceof Boolean truth) {
            return new Value.Bool(truth);
        }
        if (member instanceof Integer || member instanceof Long) {
            return new Value.Whole(((Number) member).longValue());
        }
        if (member instanceof Number number) {
            return new Value.Decimal(number.doubleValue());
        }
        if (member instanceof SdkPojo structure) {
            return parameters(structure);
        }
        if (member instanceof List<?> items) {
            return new Value.Items(items.stream().<Value>map(SdkValues::value).toList());
        }
        if (member instanceof Map<?, ?> entries) {
            Map<String, Value> fields = new LinkedHashMap<>();
            entries.forEach((key, item) -> fields.put(String.valueOf(key), value(item)));
            return new Value.Fields(fields);
        }
        return new Value.Text(member.toString());
    }
}
