package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Change;
import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.FixedPlanningContext;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.SetMasterPassword;
import dev.runbook.modules.sql.rules.MaskKey;
import dev.runbook.modules.sql.rules.RulesFile;
import dev.runbook.port.PasswordStore;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

class SqlMaskTest {

    private static final Refresh.DatabaseLogin LOGIN =
            new Refresh.DatabaseLogin("owner", new Password("target-password"));

    @Test
    void refusesACloneThatWasNeverInQuarantine() {
        ModuleException refused = refusal(RefreshTags.State.UNMASKED_BY_CHOICE, "postgres");
        assertThat(refused.isRefusal()).isTrue();
        assertThat(refused)
                .hasMessage(
                        "temp-stage was created with quarantine: false; anyone who can reach the target can read its unmasked"
                                + " data, so masking it now would prove nothing");
        assertThat(refused.advice())
                .isEqualTo(
                        "remove quarantine: false from rds-clone and remove the clone with `runbook discard run-1` and"
                                + " start a new refresh; or, if this data needs no masking, remove sql-mask from the runbook");
    }

    @Test
    void failsForAnEngineItCannotMask() {
        ModuleException failed = refusal(RefreshTags.State.QUARANTINED, "mysql");
        assertThat(failed.isRefusal()).isFalse();
        assertThat(failed).hasMessage("sql-mask supports PostgreSQL only; temp-stage runs mysql");
    }

    @Test
    void aMaskedCloneIsGivenTheTargetsPasswordAndNeverARandomOneWhenTheInventorySaysIt() throws Exception {
        List<Change> opened = planResume("sg-stage", Optional.of(LOGIN), false);
        assertThat(opened).hasSize(2);
        assertThat(((SetMasterPassword) opened.get(0)).password().reveal()).isEqualTo("target-password");
        assertThat(((SetMasterPassword) planResume("sg-quarantine", Optional.of(LOGIN), false)
                                .get(0))
                        .password()
                        .reveal())
                .isEqualTo("target-password");
    }

    @Test
    void anOpenedCloneWhosePasswordNobodyKnowsKeepsIt() throws Exception {
        assertThat(planResume("sg-stage", Optional.empty(), false)).isEmpty();
        assertThat(planResume("sg-stage", Optional.of(LOGIN), true)).isEmpty();
        assertThat(((SetMasterPassword) planResume("sg-quarantine", Optional.empty(), false)
                                .get(0))
                        .password()
                        .reveal())
                .isEqualTo("random-password");
    }

    /** The plan for a masked clone by a process without journal and passwords. */
    private static List<Change> planResume(String group, Optional<Refresh.DatabaseLogin> login, boolean managed)
            throws Exception {
        Refresh plain = FixedPlanningContext.refresh(List.of());
        Refresh.RefreshSide side = plain.target();
        Refresh refresh = new Refresh(
                plain.id(),
                plain.pair(),
                plain.source(),
                new Refresh.RefreshSide(
                        side.instance(), side.account(), side.databases(), login, side.catalogueLogin(), side.tls()),
                plain.namePrefixes(),
                List.of("sg-quarantine"),
                plain.protectedInstances(),
                List.of());
        FixedPlanningContext view = new FixedPlanningContext()
                .refresh(refresh)
                .vault(new EmptyPasswordStore())
                .file("sql/rules.yml", "tables:\n  public.customers:\n    columns:\n      email: email\n");
        SqlMask module = new SqlMask();
        Args args = FixedArgs.of(
                module, Map.of("rules", new Value.Text("sql/rules.yml"), "key", new Value.Secret(MaskingFixture.KEY)));
        String digest = RulesFile.digest(RulesFile.read(args, view).values(), MaskKey.of(MaskingFixture.KEY));
        Instance shut = clone(RefreshTags.State.MASKED, "postgres", Optional.of(digest))
                .with(edit -> edit.vpcSecurityGroups(VpcSecurityGroupMembership.builder()
                        .vpcSecurityGroupId(group)
                        .status("active")
                        .build()));
        MasterUserSecret secret = MasterUserSecret.builder().build();
        Instance clone = managed ? shut.with(edit -> edit.masterUserSecret(secret)) : shut;
        return module.plan(args, view.world(World.of(List.of(clone), List.of(), Set.of())))
                .changes();
    }

    /** The empty password store of a process that has just started. */
    private static final class EmptyPasswordStore implements PasswordStore {
        @Override
        public Optional<Password> password(ResourceId instance) {
            return Optional.empty();
        }

        @Override
        public void keep(ResourceId instance, Password password) {
            throw new IllegalStateException("a plan changes nothing");
        }

        @Override
        public Password random() {
            return new Password("random-password");
        }
    }

    private static ModuleException refusal(RefreshTags.State state, String engine) {
        SqlMask module = new SqlMask();
        FixedPlanningContext view =
                new FixedPlanningContext().world(World.of(List.of(clone(state, engine)), List.of(), Set.of()));
        return catchThrowableOfType(
                ModuleException.class,
                () -> module.plan(
                        FixedArgs.of(
                                module,
                                Map.of(
                                        "rules",
                                        new Value.Text("sql/rules.yml"),
                                        "key",
                                        new Value.Secret(MaskingFixture.KEY))),
                        view));
    }

    private static Instance clone(RefreshTags.State state, String engine) {
        return clone(state, engine, Optional.empty());
    }

    private static Instance clone(RefreshTags.State state, String engine, Optional<String> digest) {
        RefreshTags refreshTags = new RefreshTags(
                "run-1",
                "stage",
                RefreshTags.Role.CLONE,
                new InstanceId("prod"),
                new InstanceId("stage"),
                new ResourceId("db-OLD"),
                state,
                digest);
        return new Instance(DBInstance.builder()
                .dbInstanceIdentifier("temp-stage")
                .dbiResourceId("db-CLONE")
                .dbInstanceStatus("available")
                .engine(engine)
                .tagList(refreshTags.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build());
    }
}
