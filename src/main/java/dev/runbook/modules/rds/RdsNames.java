package dev.runbook.modules.rds;

import dev.runbook.modules.Permission;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Endpoint;

/** Derives ARN and endpoint host from the identifier of an instance, as RDS does. */
final class RdsNames {

    private RdsNames() {}

    /** The ARN of a resource in the account and region of an instance: {@code arn:aws:rds:eu-west-1:1:og:shop}. */
    static String arn(Instance near, String type, String name) {
        String arn = Optional.ofNullable(near.description().dbInstanceArn()).orElse("arn:aws:rds:*:*:db:*");
        return arn.substring(0, arn.lastIndexOf(":db:") + 1) + type + ":" + name;
    }

    static Permission permission(String action, Instance near, String type, String name) {
        return new Permission("rds:" + action, arn(near, type, name));
    }

    /** The instance under another name, with ARN and host of that name; the host is unknown if it did not contain the old one. */
    static Instance rename(Instance instance, InstanceId name) {
        return instance.with(edit -> edit.dbInstanceIdentifier(name.name())
                .dbInstanceArn(arn(instance, "db", name.name()))
                .endpoint(endpoint(instance.description(), name)));
    }

    private static Endpoint endpoint(DBInstance instance, InstanceId name) {
        Endpoint present = Optional.ofNullable(instance.endpoint())
                .orElse(Endpoint.builder().build());
        String host = Optional.ofNullable(present.address()).orElse("");
        String own = instance.dbInstanceIdentifier() + ".";
        return host.startsWith(own)
                ? present.toBuilder()
                        .address(name + "." + host.substring(own.length()))
                        .build()
                : withoutHost(present);
    }

    /** The endpoint of an instance that does not exist yet: its port is known, its host is not. */
    static Endpoint withoutHost(Endpoint endpoint) {
        return endpoint.toBuilder().address(null).hostedZoneId(null).build();
    }
}
