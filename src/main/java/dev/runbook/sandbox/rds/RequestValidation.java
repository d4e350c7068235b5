package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.wire.AwsError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Tag;

/** The checks that RDS makes before it accepts a request. */
final class RequestValidation {

    private static final Pattern NAME = Pattern.compile("[a-z](-?[a-z0-9])*");
    private static final int TAGS_MAX = 50;
    private static final int PROVISIONED_GIB_MIN = 100;
    private static final int PROVISIONED_IOPS_MIN = 1000;

    private RequestValidation() {}

    /** An instance identifier in the lower case in which AWS keeps it. */
    static String validName(String given) {
        if (given == null) {
            throw new AwsError("MissingParameter", 400, "The request must contain the parameter DBInstanceIdentifier.");
        }
        var name = given.toLowerCase(Locale.ROOT);
        if (name.length() > 63 || !NAME.matcher(name).matches()) {
            throw AwsError.invalidValue("The parameter DBInstanceIdentifier is not a valid identifier: " + given
                    + ". Identifiers begin with a letter, hold only letters, digits and single hyphens,"
                    + " and have at most 63 characters.");
        }
        return name;
    }

    static void requireAvailable(SandboxInstance instance, String doing) {
        if (!instance.shape().dbInstanceStatus().equals("available")
                || instance.operation().isPresent()) {
            throw AwsError.invalidState("Cannot " + doing + " " + instance.name() + ": it is "
                    + instance.shape().dbInstanceStatus() + " and not available.");
        }
    }

    static void requireFreeName(Region region, String name) {
        if (region.isTaken(name)) {
            throw new AwsError("DBInstanceAlreadyExists", 400, "DB instance already exists: " + name);
        }
    }

    /** @param tags all that a resource is to have */
    static void checkTags(List<Tag> tags) {
        if (tags.size() > TAGS_MAX) {
            throw AwsError.invalidValue("A resource can have " + TAGS_MAX + " tags; " + tags.size() + " were given.");
        }
        for (var tag : tags) {
            if (tag.key() == null || tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw AwsError.invalidValue("Tag keys starting with 'aws:' are reserved for system use: " + tag.key());
            }
        }
    }

    static void checkRetention(Integer days) {
        if (days != null && (days < 0 || days > 35)) {
            throw AwsError.invalidValue("Invalid backup retention period: " + days + ". Must be between 0 and 35.");
        }
    }

    /** What RDS asks of provisioned IOPS: enough storage for them, and neither too few nor too many for it. */
    static void checkProvisionedIops(DBInstance shape) {
        boolean io2 = "io2".equals(shape.storageType());
        if ((!io2 && !"io1".equals(shape.storageType())) || shape.engine().startsWith("sqlserver")) {
            return;
        }
        int gib = shape.allocatedStorage();
        if (gib < PROVISIONED_GIB_MIN) {
            throw AwsError.invalidValue("Invalid storage size for engine name " + shape.engine() + " and storage type "
                    + shape.storageType() + ": " + gib);
        }
        int iops = Optional.ofNullable(shape.iops()).orElse(0);
        int most = io2 ? 1000 : 50;
        if (iops < PROVISIONED_IOPS_MIN || iops * 2 < gib || iops > gib * most) {
            throw AwsError.invalidCombination("Invalid IOPS " + iops + " for " + gib + " GiB of " + shape.storageType()
                    + ": at least " + PROVISIONED_IOPS_MIN + ", and between 0.5 and " + most + " for each GiB.");
        }
    }

    static void checkPassword(String password) {
        if (password != null && (password.length() < 8 || password.matches(".*[/\"@\\s].*"))) {
            throw AwsError.invalidValue("The parameter MasterUserPassword is not a valid password: it needs at least 8"
                    + " printable characters other than '/', '@', '\"' and space.");
        }
    }

    static void checkMonitoring(Integer seconds, String role) {
        if (seconds != null && seconds > 0 && role == null) {
            throw AwsError.invalidCombination(
                    "A MonitoringRoleARN value is required if you specify a MonitoringInterval"
                            + " value other than 0.");
        }
    }
}
