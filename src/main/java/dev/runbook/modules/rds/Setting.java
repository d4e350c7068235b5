package dev.runbook.modules.rds;

import dev.runbook.modules.Requests;
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
record Setting(
        String name,
        String member,
        Shape shape,
        Set<Request> requests,
        boolean isRecording,
        boolean isCompared,
        Optional<Start> start,
        Predicate<Settings> condition) {

    private static final Map<String, SdkField<?>> DESCRIBED = fields(DBInstance.builder());

    /** The requests that set a new instance up. */
    enum Request {
        REPLICA,
        RESTORE,
        MODIFY
    }

    /**
     * How a setting is read from a description and written to one.
     *
     * @param isMember whether the value is the member itself, as requests have it
     * @param shown reads it; empty when it is not set
     * @param written writes it
     */
    record Shape(
            boolean isMember,
            Function<DBInstance, Optional<Object>> shown,
            BiConsumer<DBInstance.Builder, Object> written) {

        static Shape translated(
                Function<DBInstance, Optional<Object>> shown, BiConsumer<DBInstance.Builder, Object> written) {
            return new Shape(false, shown, written);
        }
    }

    /** @param value what a description shows first; null when the member is not set */
    record Start(@Nullable Object value) {}

    Setting {
        requests = Set.copyOf(requests);
    }

    /** A setting with the same name and shape in requests and descriptions. */
    static Setting row(String name) {
        return row(name, name);
    }

    /** A setting that descriptions show under another name. */
    static Setting row(String name, String member) {
        return row(name, member, shapeOf(member));
    }

    /** A setting that descriptions show in another shape. */
    static Setting row(String name, String member, Shape shape) {
        return new Setting(name, member, shape, Set.of(), false, true, Optional.empty(), settings -> true);
    }

    /** A fact that differs between any two instances, or changes by itself. */
    static Setting fact(String member) {
        return new Setting(member, member, shapeOf(member), Set.of(), false, false, Optional.empty(), settings -> true);
    }

    Setting in(Request first, Request... others) {
        return new Setting(name, member, shape, EnumSet.of(first, others), isRecording, isCompared, start, condition);
    }

    Setting recording() {
        return new Setting(name, member, shape, requests, true, isCompared, start, condition);
    }

    Setting startsAs(@Nullable Object value) {
        return new Setting(
                name, member, shape, requests, isRecording, isCompared, Optional.of(new Start(value)), condition);
    }

    Setting when(Predicate<Settings> test) {
        return new Setting(name, member, shape, requests, isRecording, isCompared, start, test);
    }

    /** The name under which it is compared: that of the member, unless its value is translated. */
    String comparedName() {
        return shape.isMember() ? member : name;
    }

    /** The value in a description; empty when it is not set. */
    Optional<Object> shown(DBInstance description) {
        return shape.shown().apply(description);
    }

    /** Makes a description show this value. */
    void write(DBInstance.Builder edit, Object value) {
        shape.written().accept(edit, value);
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
        return shown(description).map(Requests::value).equals(Optional.of(Requests.value(value)));
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

    private static Shape shapeOf(String member) {
        Optional<SdkField<?>> field = Optional.ofNullable(DESCRIBED.get(member));
        return new Shape(
                true,
                description -> field.flatMap(found -> Requests.member(description, found)),
                (edit, value) -> field.ifPresent(found -> found.set(edit, value)));
    }
}
