package dev.runbook.sandbox;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaResponse;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeResponse;

/** The four ways in which an instance comes into being. */
final class Creating {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    /** What a replica takes from its source, and a restored instance from its snapshot, when the request is silent. */
    private static final List<String> INHERITED = List.of(
            "Engine",
            "EngineVersion",
            "DBInstanceClass",
            "MasterUsername",
            "DBName",
            "AllocatedStorage",
            "StorageType",
            "Iops",
            "StorageThroughput",
            "StorageEncrypted",
            "KmsKeyId",
            "LicenseModel",
            "DbInstancePort",
            "DBSubnetGroup",
            "OptionGroupMemberships",
            "AvailabilityZone",
            "AutoMinorVersionUpgrade",
            "IAMDatabaseAuthenticationEnabled");

    private final Region region;
    private final Settings settings;
    private final SecureRandom random = new SecureRandom();

    Creating(Region region) {
        this.region = region;
        this.settings = new Settings(region.fleet());
    }

    CreateDbInstanceResponse blank(CreateDbInstanceRequest request) {
        var name = newName(request.dbInstanceIdentifier());
        Rules.tags(request.tags());
        Rules.retention(request.backupRetentionPeriod());
        Rules.password(request.masterUserPassword());
        Rules.monitoring(request.monitoringInterval(), request.monitoringRoleArn());
        if (request.engine() == null || request.dbInstanceClass() == null) {
            throw new AwsError("MissingParameter", 400, "The request must contain Engine and DBInstanceClass.");
        }
        var family = defaultFamily(request.engine(), Optional.ofNullable(request.engineVersion()));
        var shape = Settings.overlay(
                template(name)
                        .engine(request.engine())
                        .dbInstancePort(request.engine().startsWith("postgres") ? 5432 : 3306)
                        .allocatedStorage(20)
                        .storageType("gp2")
                        .backupRetentionPeriod(1)
                        .build(),
                defaults(family).with(settings.of(request, template(name).build())));
        room(shape);
        boolean postgres = isReal(name, request.engine());
        var instance = new Instance(
                shape,
                postgres,
                Optional.ofNullable(request.masterUserPassword()).orElse(""),
                Optional.empty());
        return CreateDbInstanceResponse.builder()
                .dbInstance(begin(instance, Work.Kind.CREATE, request))
                .build();
    }

    CreateDbInstanceReadReplicaResponse replica(CreateDbInstanceReadReplicaRequest request) {
        var name = newName(request.dbInstanceIdentifier());
        var source = region.get(Optional.ofNullable(request.sourceDBInstanceIdentifier())
                .map(id -> id.substring(id.lastIndexOf(':') + 1))
                .orElse("(no source)"));
        canFeed(source);
        Rules.tags(request.tags());
        Rules.monitoring(request.monitoringInterval(), request.monitoringRoleArn());
        if (request.kmsKeyId() != null) {
            throw AwsError.combination("You can't specify a KMS key for a read replica in the Region of its source;"
                    + " the replica uses the key of its source.");
        }
        subnetGroup(request.dbSubnetGroupName(), source);
        var shape = Settings.overlay(
                template(name).build(),
                defaults(groupOf(source.shape()))
                        .with(inherited(source.shape()))
                        .with(Tree.Fields.none()
                                .with("BackupRetentionPeriod", Tree.bare(0))
                                .with("ReadReplicaSourceDBInstanceIdentifier", Tree.text(source.name())))
                        .with(settings.of(request, source.shape())));
        room(shape);
        region.attach(source.name(), name);
        var instance = new Instance(shape, source.postgres(), source.password(), Optional.empty());
        return CreateDbInstanceReadReplicaResponse.builder()
                .dbInstance(begin(instance, Work.Kind.REPLICATE, request))
                .build();
    }

    RestoreDbInstanceFromDbSnapshotResponse restored(RestoreDbInstanceFromDbSnapshotRequest request) {
        var name = newName(request.dbInstanceIdentifier());
        var snapshot = region.snapshot(Optional.ofNullable(request.dbSnapshotIdentifier())
                .map(Creating::snapshotName)
                .orElse("(no snapshot)"));
        if (!snapshot.shape().status().equals("available")) {
            throw new AwsError(
                    "InvalidDBSnapshotState",
                    400,
                    "Snapshot " + snapshot.name() + " is " + snapshot.shape().status() + " and not available.");
        }
        Rules.tags(request.tags());
        Rules.retention(request.backupRetentionPeriod());
        var shape = copy(name, snapshot.origin(), settings.of(request, snapshot.origin()));
        room(shape);
        var instance = new Instance(shape, snapshot.postgres(), snapshot.password(), Optional.empty());
        return RestoreDbInstanceFromDbSnapshotResponse.builder()
                .dbInstance(begin(instance, Work.Kind.RESTORE, request))
                .build();
    }

    RestoreDbInstanceToPointInTimeResponse restored(RestoreDbInstanceToPointInTimeRequest request) {
        var name = newName(request.targetDBInstanceIdentifier());
        var backup = new PastMoments(region).backup(request);
        var moment = PastMoments.moment(request, backup, Instant.now());
        Rules.tags(request.tags());
        Rules.retention(request.backupRetentionPeriod());
        var origin = backup.origin().shape();
        // The tags of the source come along, whatever is asked for.
        var shape = copy(name, origin, settings.of(request, origin)).toBuilder()
                .tagList(Tagging.merged(origin.tagList(), request.tags()))
                .build();
        room(shape);
        var instance =
                new Instance(shape, backup.origin().postgres(), backup.origin().password(), Optional.empty());
        var work = new Work(
                Work.Kind.RESTORE_PAST,
                Tree.Fields.none().with("Source", Tree.text(backup.id())).with("Moment", Tree.text(moment.toString())));
        region.put(instance.busy(work));
        return RestoreDbInstanceToPointInTimeResponse.builder()
                .dbInstance(shape)
                .build();
    }

    /** An instance made of another one's data: RDS's defaults but for what goes with the data and what is asked for. */
    private DBInstance copy(String name, DBInstance origin, Tree.Fields asked) {
        var family = defaultFamily(origin.engine(), Optional.ofNullable(origin.engineVersion()));
        var overlay = defaults(family)
                .with(inherited(origin))
                .with("BackupRetentionPeriod", Tree.bare(Math.max(1, origin.backupRetentionPeriod())));
        if (region.fleet().subnetGroups().containsKey("default")) {
            overlay = overlay.with("DBSubnetGroup", settings.subnetGroup("default"));
        }
        return Settings.overlay(template(name).build(), overlay.with(asked));
    }

    static String snapshotName(String given) {
        int arn = given.indexOf(":snapshot:");
        return arn < 0 ? given : given.substring(arn + ":snapshot:".length());
    }

    static String defaultFamily(String engine, Optional<String> version) {
        var parts = version.orElse(engine.startsWith("postgres") ? "16" : "8.0").split("\\.", -1);
        var major = engine.startsWith("postgres") || parts.length < 2 ? parts[0] : parts[0] + "." + parts[1];
        return "default." + engine + major;
    }

    private void room(DBInstance shape) {
        Rules.provisioned(shape);
        new Quotas(region).room(shape.allocatedStorage());
    }

    private DBInstance begin(Instance instance, Work.Kind kind, SdkPojo request) {
        region.put(instance.busy(new Work(kind, Shapes.tree(request))));
        return instance.shape();
    }

    private String newName(String given) {
        var name = Rules.name(given);
        Rules.free(region, name);
        return name;
    }

    private static void canFeed(Instance source) {
        Rules.idle(source, "create a read replica of");
        if (source.isReplica() && source.isPostgresEngine()) {
            throw AwsError.wrongState("Cannot create a read replica of " + source.name()
                    + ": it is a read replica itself, and a replica of this engine cannot feed another.");
        }
        if (source.shape().backupRetentionPeriod() < 1) {
            throw AwsError.wrongState(
                    "Automated backups are not enabled for " + source.name() + "; a read replica needs them.");
        }
    }

    private void subnetGroup(String asked, Instance source) {
        if (asked == null) {
            return;
        }
        settings.subnetGroup(asked);
        var own = source.shape().dbSubnetGroup();
        if (own == null || !asked.equals(own.dbSubnetGroupName())) {
            throw new AwsError(
                    "DBSubnetGroupNotAllowedFault",
                    400,
                    "A read replica in the Region of its source stays in the source's DB subnet group; " + asked
                            + " is another.");
        }
    }

    private static Tree.Fields inherited(DBInstance shape) {
        var all = Shapes.tree(shape);
        var taken = Tree.Fields.none();
        for (var name : INHERITED) {
            if (all.get(name).isPresent()) {
                taken = taken.with(name, all.get(name).orElseThrow());
            }
        }
        return taken;
    }

    private static String groupOf(DBInstance shape) {
        return shape.dbParameterGroups().get(0).dbParameterGroupName();
    }

    private static Tree.Fields defaults(String parameterGroup) {
        return Tree.Fields.none()
                .with("DBParameterGroups", Settings.parameterGroup(parameterGroup, "in-sync"))
                .with("VpcSecurityGroups", Settings.securityGroups(List.of(Tree.text("sg-default"))))
                .with("OptionGroupMemberships", Settings.optionGroup(parameterGroup.replaceFirst("\\.", ":")));
    }

    private DBInstance.Builder template(String name) {
        var id = new StringBuilder("db-");
        for (int i = 0; i < 26; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return DBInstance.builder()
                .dbInstanceIdentifier(name)
                .dbiResourceId(id.toString())
                .dbInstanceArn(region.fleet().arn("db", name))
                .dbInstanceStatus("creating")
                .instanceCreateTime(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .pendingModifiedValues(PendingModifiedValues.builder().build())
                .multiAZ(false)
                .publiclyAccessible(false)
                .storageEncrypted(false)
                .autoMinorVersionUpgrade(true)
                .copyTagsToSnapshot(false)
                .deletionProtection(false)
                .iamDatabaseAuthenticationEnabled(false)
                .performanceInsightsEnabled(false)
                .monitoringInterval(0)
                .caCertificateIdentifier("rds-ca-rsa2048-g1")
                .availabilityZone(region.fleet().region() + "a")
                .preferredBackupWindow("03:00-03:30")
                .preferredMaintenanceWindow("sun:04:00-sun:04:30")
                .readReplicaDBInstanceIdentifiers(new ArrayList<>())
                .tagList(new ArrayList<>());
    }

    private boolean isReal(String name, String engine) {
        // An instance of the fleet says itself; any other PostgreSQL gets a server if the fleet uses servers at all.
        return region.fleet().instances().stream()
                .filter(member -> member.name().equals(name))
                .map(Fleet.Member::postgres)
                .findFirst()
                .orElse(engine.startsWith("postgres")
                        && region.fleet().instances().stream().anyMatch(Fleet.Member::postgres));
    }
}
