package dev.runbook.modules.rds;

import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.OptionGroupMembership;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** A world of DB instances for tests, with realistic descriptions. */
final class TestInstances {

    private World world = World.of(List.of(), List.of(), Set.of());

    /** A MySQL source with one replica and a target with one, as in the documented plan of stack-mitosis. */
    static TestInstances classic() {
        TestInstances instances = new TestInstances();
        instances.add("mitosis-prod", edit -> edit.backupRetentionPeriod(7).deletionProtection(true));
        instances.addReplica("mitosis-prod-replica", "mitosis-prod", edit -> {});
        instances.add(
                "mitosis-demo",
                edit -> edit.dbInstanceClass("db.t3.micro")
                        .endpoint(end -> end.address("mitosis-demo.c1.eu-west-1.rds.amazonaws.com")
                                .port(5430))
                        .backupRetentionPeriod(1)
                        .preferredMaintenanceWindow("tue:07:02-tue:08:00")
                        .preferredBackupWindow("05:30-06:20")
                        .vpcSecurityGroups(group("sg-demo"))
                        .tagList(tag("Service", "Mitosis"), tag("aws:cloudformation:stack-name", "demo")));
        instances.addReplica(
                "mitosis-demo-replica",
                "mitosis-demo",
                edit -> edit.dbInstanceClass("db.t3.micro")
                        .endpoint(end -> end.address("mitosis-demo-replica.c1.eu-west-1.rds.amazonaws.com")
                                .port(5431))
                        .preferredMaintenanceWindow("mon:07:30-mon:08:00")
                        .preferredBackupWindow("06:40-07:10")
                        .tagList(tag("Service", "Mitosis"), tag("IsReplica", "true")));
        return instances;
    }

    static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    static VpcSecurityGroupMembership group(String id) {
        return VpcSecurityGroupMembership.builder()
                .vpcSecurityGroupId(id)
                .status("active")
                .build();
    }

    static DBParameterGroupStatus parameters(String name) {
        return DBParameterGroupStatus.builder()
                .dbParameterGroupName(name)
                .parameterApplyStatus("in-sync")
                .build();
    }

    World world() {
        return world;
    }

    Instance get(String name) {
        return world.instance(new InstanceId(name)).orElseThrow();
    }

    TestInstances add(String name, Consumer<DBInstance.Builder> edit) {
        world = world.with(new Instance(standard(name).applyMutation(edit).build()));
        return this;
    }

    /** Adds a replica with the settings of its source, except the name, the windows and the edited settings. */
    TestInstances addReplica(String name, String source, Consumer<DBInstance.Builder> edit) {
        DBInstance feeder = get(source).description();
        add(
                name,
                replica -> replica.readReplicaSourceDBInstanceIdentifier(source)
                        .vpcSecurityGroups(feeder.vpcSecurityGroups())
                        .dbParameterGroups(feeder.dbParameterGroups())
                        .engine(feeder.engine())
                        .engineVersion(feeder.engineVersion())
                        .optionGroupMemberships(feeder.optionGroupMemberships())
                        .backupRetentionPeriod(0)
                        .applyMutation(edit));
        List<String> replicas = new ArrayList<>(feeder.readReplicaDBInstanceIdentifiers());
        replicas.add(name);
        return edit(source, changed -> changed.readReplicaDBInstanceIdentifiers(replicas));
    }

    TestInstances edit(String name, Consumer<DBInstance.Builder> edit) {
        world = world.with(get(name).with(edit));
        return this;
    }

    TestInstances addSnapshot(String name, String status, Instant at) {
        List<DBSnapshot> snapshots = new ArrayList<>(world.snapshots());
        snapshots.add(DBSnapshot.builder()
                .dbSnapshotIdentifier(name)
                .dbInstanceIdentifier("mitosis-prod")
                .status(status)
                .snapshotCreateTime(at)
                .build());
        world = new World(world.instances(), snapshots, world.completed());
        return this;
    }

    private static DBInstance.Builder standard(String name) {
        return DBInstance.builder()
                .dbInstanceIdentifier(name)
                .dbiResourceId("db-" + name.toUpperCase(Locale.ROOT))
                .dbInstanceArn("arn:aws:rds:eu-west-1:123456789012:db:" + name)
                .dbInstanceStatus("available")
                .engine("mysql")
                .engineVersion("5.7.44")
                .masterUsername("root")
                .allocatedStorage(20)
                .storageType("gp2")
                .multiAZ(false)
                .publiclyAccessible(false)
                .deletionProtection(false)
                .copyTagsToSnapshot(false)
                .autoMinorVersionUpgrade(true)
                .iamDatabaseAuthenticationEnabled(false)
                .performanceInsightsEnabled(false)
                .monitoringInterval(0)
                .dbInstanceClass("db.m5.large")
                .backupRetentionPeriod(0)
                .preferredMaintenanceWindow("sun:03:00-sun:03:30")
                .preferredBackupWindow("02:00-02:30")
                .endpoint(end ->
                        end.address(name + ".c1.eu-west-1.rds.amazonaws.com").port(3306))
                .dbSubnetGroup(group -> group.dbSubnetGroupName("main").vpcId("vpc-1"))
                .dbParameterGroups(parameters("default.mysql5.7"))
                .optionGroupMemberships(OptionGroupMembership.builder()
                        .optionGroupName("default:mysql-5-7")
                        .status("in-sync")
                        .build())
                .vpcSecurityGroups(group("sg-prod"));
    }
}
