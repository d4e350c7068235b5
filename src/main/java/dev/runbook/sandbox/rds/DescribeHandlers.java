package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.wire.AwsError;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;
import software.amazon.awssdk.services.rds.model.DBParameterGroup;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DescribeDbInstanceAutomatedBackupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstanceAutomatedBackupsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbParameterGroupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbParameterGroupsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.Filter;

/** The reading requests, page by page. */
public final class DescribeHandlers {

    private final Region region;

    public DescribeHandlers(Region region) {
        this.region = region;
    }

    DescribeDbInstancesResponse instances(DescribeDbInstancesRequest request) {
        var name = Optional.ofNullable(request.dbInstanceIdentifier()).map(DescribeHandlers::nameOfArn);
        name.ifPresent(region::get);
        var now = Instant.now();
        var found = region.instances().stream()
                .map(instance -> describe(instance, now))
                .filter(shape -> name.map(shape.dbInstanceIdentifier()::equals).orElse(true))
                .filter(shape -> request.filters().stream().allMatch(filter -> matches(filter, shape)))
                .toList();
        var page = page(found, request.maxRecords(), request.marker(), DBInstance::dbInstanceIdentifier);
        return DescribeDbInstancesResponse.builder()
                .dbInstances(page.items())
                .marker(page.next().orElse(null))
                .build();
    }

    /**
     * The instance with what is told only here: how a replica follows its source, and how far an instance that is backed up
     * can be restored. RDS is up to five minutes behind with that, the sandbox a second.
     */
    private DBInstance describe(SandboxInstance instance, Instant now) {
        var shape = ReplicationControl.withStatusInfo(instance.shape());
        return region.backup(instance.id())
                .map(backup -> shape.toBuilder()
                        .latestRestorableTime(backup.latestRestorable(now))
                        .build())
                .orElse(shape);
    }

    DescribeDbInstanceAutomatedBackupsResponse backups(DescribeDbInstanceAutomatedBackupsRequest request) {
        var now = Instant.now();
        var found = region.backups().stream()
                .filter(backup -> request.dbInstanceAutomatedBackupsArn() == null
                        || request.dbInstanceAutomatedBackupsArn().equals(backup.arn(region.fleet())))
                .map(backup -> backup.shape(region.fleet(), now))
                .filter(shape -> isSame(request.dbInstanceIdentifier(), shape.dbInstanceIdentifier()))
                .filter(shape -> isSame(request.dbiResourceId(), shape.dbiResourceId()))
                .filter(shape -> request.filters().stream().allMatch(filter -> matches(filter, shape)))
                .toList();
        var page = page(found, request.maxRecords(), request.marker(), DBInstanceAutomatedBackup::dbiResourceId);
        return DescribeDbInstanceAutomatedBackupsResponse.builder()
                .dbInstanceAutomatedBackups(page.items())
                .marker(page.next().orElse(null))
                .build();
    }

    DescribeDbSnapshotsResponse snapshots(DescribeDbSnapshotsRequest request) {
        var name = Optional.ofNullable(request.dbSnapshotIdentifier()).map(CreateHandlers::snapshotName);
        name.ifPresent(region::snapshot);
        var found = region.snapshots().stream()
                .map(SandboxSnapshot::shape)
                .filter(shape -> isSame(name, shape.dbSnapshotIdentifier()))
                .filter(shape -> isSame(request.dbInstanceIdentifier(), shape.dbInstanceIdentifier()))
                .filter(shape -> isSame(request.dbiResourceId(), shape.dbiResourceId()))
                .filter(shape -> isOfType(request, shape))
                .filter(shape -> request.filters().stream().allMatch(filter -> matches(filter, shape)))
                .toList();
        var page = page(found, request.maxRecords(), request.marker(), DBSnapshot::dbSnapshotIdentifier);
        return DescribeDbSnapshotsResponse.builder()
                .dbSnapshots(page.items())
                .marker(page.next().orElse(null))
                .build();
    }

    DescribeDbParameterGroupsResponse parameterGroups(DescribeDbParameterGroupsRequest request) {
        var found = region.fleet().parameterGroups().stream()
                .filter(name -> isSame(request.dbParameterGroupName(), name))
                .map(name -> DBParameterGroup.builder()
                        .dbParameterGroupName(name)
                        .dbParameterGroupArn(region.fleet().arn("pg", name))
                        .build())
                .toList();
        if (found.isEmpty() && request.dbParameterGroupName() != null) {
            throw new AwsError(
                    "DBParameterGroupNotFound", 404, "DBParameterGroup not found: " + request.dbParameterGroupName());
        }
        return DescribeDbParameterGroupsResponse.builder()
                .dbParameterGroups(found)
                .build();
    }

    private record Page<T>(List<T> items, Optional<String> next) {
        Page {
            items = List.copyOf(items);
        }
    }

    private static <T> Page<T> page(List<T> all, Integer asked, String marker, Function<T, String> name) {
        int size = asked == null ? 100 : asked;
        if (size < 20 || size > 100) {
            throw AwsError.invalidValue("Invalid value " + size + " for MaxRecords. Must be between 20 and 100");
        }
        // The marker is the last name that was given out, so that a page stays right when instances come and go.
        var rest = all.stream()
                .filter(item -> marker == null || name.apply(item).compareTo(marker) > 0)
                .toList();
        return rest.size() <= size
                ? new Page<>(rest, Optional.empty())
                : new Page<>(rest.subList(0, size), Optional.of(name.apply(rest.get(size - 1))));
    }

    private static boolean matches(Filter filter, DBInstance shape) {
        return switch (String.valueOf(filter.name())) {
            case "db-instance-id" ->
                filter.values().stream()
                        .map(DescribeHandlers::nameOfArn)
                        .anyMatch(shape.dbInstanceIdentifier()::equals);
            case "dbi-resource-id" -> filter.values().contains(shape.dbiResourceId());
            case "engine" -> filter.values().contains(shape.engine());
            default -> throw unknownFilter(filter);
        };
    }

    private static boolean matches(Filter filter, DBSnapshot shape) {
        return switch (String.valueOf(filter.name())) {
            case "db-instance-id" ->
                filter.values().stream()
                        .map(DescribeHandlers::nameOfArn)
                        .anyMatch(shape.dbInstanceIdentifier()::equals);
            case "db-snapshot-id" ->
                filter.values().stream()
                        .map(CreateHandlers::snapshotName)
                        .anyMatch(shape.dbSnapshotIdentifier()::equals);
            case "dbi-resource-id" -> filter.values().contains(shape.dbiResourceId());
            case "snapshot-type" -> filter.values().contains(shape.snapshotType());
            case "engine" -> filter.values().contains(shape.engine());
            default -> throw unknownFilter(filter);
        };
    }

    private static boolean matches(Filter filter, DBInstanceAutomatedBackup shape) {
        return switch (String.valueOf(filter.name())) {
            case "db-instance-id" ->
                filter.values().stream()
                        .map(DescribeHandlers::nameOfArn)
                        .anyMatch(shape.dbInstanceIdentifier()::equals);
            case "dbi-resource-id" -> filter.values().contains(shape.dbiResourceId());
            case "status" -> filter.values().contains(shape.status());
            default -> throw unknownFilter(filter);
        };
    }

    /** Snapshots of AWS Backup show only to who asks for them. */
    private static boolean isOfType(DescribeDbSnapshotsRequest request, DBSnapshot shape) {
        return request.snapshotType() == null
                ? List.of("automated", "manual").contains(shape.snapshotType())
                : request.snapshotType().equals(shape.snapshotType());
    }

    private static AwsError unknownFilter(Filter filter) {
        return AwsError.invalidValue("Unrecognized filter name: " + filter.name());
    }

    private static boolean isSame(Optional<String> asked, String actual) {
        return asked.map(name -> name.equalsIgnoreCase(actual)).orElse(true);
    }

    private static boolean isSame(String asked, String actual) {
        return isSame(Optional.ofNullable(asked), actual);
    }

    private static String nameOfArn(String given) {
        return given.substring(given.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
    }
}
