package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Refresh;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * Finds what is bound to the resource id of an instance and not to its name. A swap gives the name to another instance with
 * another resource id, and these bindings stay with the old one.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html">Creating and
 *     using an IAM policy for IAM database access</a>
 */
final class ResourceIdBindings {

    private final InstanceId name;
    private final Instance old;
    private final Instance newInstance;
    private final List<ResourceIdBinding> bindings = new ArrayList<>();

    private ResourceIdBindings(InstanceId name, Instance old, Instance made) {
        this.name = name;
        this.old = old;
        this.newInstance = made;
    }

    /** A binding to the old instance, and what to do about it. */
    record ResourceIdBinding(InstanceId instance, String what, String before, Value after, String whatToDo) {

        String sentence() {
            return instance + ": " + what + ": " + before + " before the swap, " + after.show() + " after it; "
                    + whatToDo;
        }

        Value.Fields fields() {
            Map<String, Value> fields = new LinkedHashMap<>();
            fields.put("instance", new Value.Text(instance.name()));
            fields.put("what", new Value.Text(what));
            fields.put("before", new Value.Text(before));
            fields.put("after", after);
            fields.put("what_to_do", new Value.Text(whatToDo));
            return new Value.Fields(fields);
        }
    }

    /** The bindings of all old instances that have a successor. */
    static List<ResourceIdBinding> between(TargetTree tree, Refresh refresh, World world) {
        List<ResourceIdBinding> bonds = new ArrayList<>();
        for (TreeSlot slot : tree.slots()) {
            Optional<Instance> made =
                    InstanceKey.TaggedInstanceKey.of(refresh, slot.name()).findIn(world);
            if (slot.old().isPresent() && made.isPresent()) {
                bonds.addAll(new ResourceIdBindings(slot.name(), slot.old().get(), made.get()).find());
            }
        }
        return bonds;
    }

    private List<ResourceIdBinding> find() {
        DBInstance description = old.description();
        addResourceId();
        if (Boolean.TRUE.equals(description.iamDatabaseAuthenticationEnabled())) {
            addIamLogins();
        }
        if (description.masterUserSecret() != null) {
            addMasterSecret();
        }
        if (Boolean.TRUE.equals(description.performanceInsightsEnabled())) {
            add("Performance Insights", old.resourceId().id(), "earlier measurements stay with the old resource id");
        }
        if (Optional.ofNullable(description.monitoringInterval()).orElse(0) > 0) {
            add(
                    "the stream in the log group RDSOSMetrics",
                    old.resourceId().id(),
                    "alarms and filters that name the stream need the new one");
        }
        if (old.isBackedUp()) {
            add(
                    "automated backups",
                    old.resourceId().id(),
                    "to restore to a time before the swap, while they are kept: --source-dbi-resource-id "
                            + old.resourceId());
        }
        addStack();
        return List.copyOf(bindings);
    }

    private void addResourceId() {
        add(
                "resource id",
                old.resourceId().id(),
                "Terraform identifies an instance by it: `terraform state rm ADDRESS`, then `terraform import ADDRESS "
                        + name + "`, before the next apply");
    }

    private void addIamLogins() {
        add(
                "rds-db:connect",
                "dbuser:" + old.resourceId() + "/USER",
                dbUser(newInstance.resourceId()),
                "IAM policies with the old one grant no access any more: use the new one, and not dbuser:*, which may grant"
                        + " access to production");
    }

    private static Value dbUser(ResourceId id) {
        return id.isPredicted() ? ResourceIdValue.of(id) : new Value.Text("dbuser:" + id + "/USER");
    }

    private void addMasterSecret() {
        add(
                "the master user's secret",
                arn(old).orElse("not told"),
                arn(newInstance).<Value>map(Value.Text::new).orElse(new Value.Unknown("secret")),
                "RDS deletes the old secret with the old instance: give applications and policies the new ARN");
    }

    private static Optional<String> arn(Instance instance) {
        return Optional.ofNullable(instance.description().masterUserSecret())
                .flatMap(secret -> Optional.ofNullable(secret.secretArn()));
    }

    /** Tags with the prefix {@code aws:} cannot be set on another instance. */
    private void addStack() {
        Optional.ofNullable(old.tags().get("aws:cloudformation:stack-name"))
                .ifPresent(stack -> add(
                        "the CloudFormation stack",
                        stack,
                        new Value.Text("none"),
                        "the stack's resource is the old instance: remove it with DeletionPolicy Retain and import "
                                + name));
    }

    private void add(String what, String before, String whatToDo) {
        add(what, before, ResourceIdValue.of(newInstance.resourceId()), whatToDo);
    }

    private void add(String what, String before, Value after, String whatToDo) {
        bindings.add(new ResourceIdBinding(name, what, before, after, whatToDo));
    }
}
