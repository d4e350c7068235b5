package dev.runbook.modules.rds;

import dev.runbook.modules.SdkValues;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.CloudwatchLogsExportConfiguration;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * One row of {@link SettingTable}: what a refresh does with one setting, or one fact, of a DB instance.
 *
 * @param name name in requests; for what no request sets, the name in descriptions
 * @param member member of {@link DBInstance} that shows it
 * @param shape how it is read from a description and written to one
 * @param requests requests that carry it from the target to a new instance
 * @param isRecording whether it sends data, statements or messages out of the instance: held back until masking is verified
 * @param isCompared whether old and new instance should have the same value after a refresh
 * @param start value in a new instance whose request does not set it; empty: that of the data's instance
 * @param condition when the target's value can be carried
 */
record RdsSetting(
        String name,
        String member,
        SettingShape shape,
        Set<SetupRequest> requests,
        boolean isRecording,
        boolean isCompared,
        Optional<StartValue> start,
        Predicate<RdsSettings> condition) {

    private static final Map<String, SdkField<?>> DESCRIBED = fields(DBInstance.builder());

    /** The requests that set a new instance up. */
    enum SetupRequest {
        REPLICA,
        RESTORE,
        MODIFY
    }

    /**
     * How a setting is read from a description and written to one.
     *
     * @param isMember whether the value is the member itself, as requests have it
     * @param reader reads it; empty when it is not set
     * @param writer writes it
     */
    record SettingShape(
            boolean isMember,
            Function<DBInstance, Optional<Object>> reader,
            BiConsumer<DBInstance.Builder, Object> writer) {

        static SettingShape ofConversion(
                Function<DBInstance, Optional<Object>> shown, BiConsumer<DBInstance.Builder, Object> written) {
            return new SettingShape(false, shown, written);
        }
    }

    /** @param value what a description shows first; null when the member is not set */
    record StartValue(@Nullable Object value) {}

    RdsSetting {
        requests = Set.copyOf(requests);
    }

    /** A setting with the same name and shape in requests and descriptions. */
    static RdsSetting row(String name) {
        return row(name, name);
    }

    /** A setting that descriptions show under another name. */
    static RdsSetting row(String name, String member) {
        return row(name, member, shapeOf(member));
    }

    /** A setting that descriptions show in another shape. */
    static RdsSetting row(String name, String member, SettingShape shape) {
        return new RdsSetting(name, member, shape, Set.of(), false, true, Optional.empty(), settings -> true);
    }

    /** A fact that differs between any two instances, or changes by itself. */
    static RdsSetting fact(String member) {
        return new RdsSetting(
                member, member, shapeOf(member), Set.of(), false, false, Optional.empty(), settings -> true);
    }

    RdsSetting setBy(SetupRequest first, SetupRequest... others) {
        return new RdsSetting(
                name, member, shape, EnumSet.of(first, others), isRecording, isCompared, start, condition);
    }

    RdsSetting asRecording() {
        return new RdsSetting(name, member, shape, requests, true, isCompared, start, condition);
    }

    RdsSetting startsAs(@Nullable Object value) {
        return new RdsSetting(
                name, member, shape, requests, isRecording, isCompared, Optional.of(new StartValue(value)), condition);
    }

    RdsSetting onlyIf(Predicate<RdsSettings> test) {
        return new RdsSetting(name, member, shape, requests, isRecording, isCompared, start, test);
    }

    /** The name under which it is compared: that of the member, unless its value is translated. */
    String comparedName() {
        return shape.isMember() ? member : name;
    }

    /** The value in a description; empty when it is not set. */
    Optional<Object> read(DBInstance description) {
        return shape.reader().apply(description);
    }

    /** Makes a description show this value. */
    void write(DBInstance.Builder edit, Object value) {
        shape.writer().accept(edit, value);
    }

    /** Makes a description show what a new instance starts with. */
    void writeStart(DBInstance.Builder edit) {
        start.ifPresent(
                first -> Optional.ofNullable(DESCRIBED.get(member)).ifPresent(field -> field.set(edit, first.value())));
    }

    /** Whether a description shows this value. */
    boolean isShown(DBInstance description, Object value) {
        if (value instanceof CloudwatchLogsExportConfiguration logs) {
            return description.enabledCloudwatchLogsExports().containsAll(logs.enableLogTypes())
                    && logs.disableLogTypes().stream().noneMatch(description.enabledCloudwatchLogsExports()::contains);
        }
        return read(description).map(SdkValues::value).equals(Optional.of(SdkValues.value(value)));
    }

    /** Puts a value into a request that is being built. */
    static void put(SdkPojo requestBuilder, String name, Object value) {
        SdkField<?> field = fields(requestBuilder).get(name);
        if (field == null) {
            throw new IllegalStateException(requestBuilder.getClass() + " has no " + name);
        }
        field.set(requestBuilder, value);
    }

    static Map<String, SdkField<?>> fields(SdkPojo holder) {
        Map<String, SdkField<?>> fields = new TreeMap<>();
        holder.sdkFields().forEach(field -> fields.put(field.locationName(), field));
        return fields;
    }

    private static SettingShape shapeOf(String member) {
        Optional<SdkField<?>> field = Optional.ofNullable(DESCRIBED.get(member));
        return new SettingShape(
                true,
                description -> field.flatMap(found -> SdkValues.member(description, found)),
                (edit, value) -> field.ifPresent(found -> found.set(edit, value)));
    }
}
