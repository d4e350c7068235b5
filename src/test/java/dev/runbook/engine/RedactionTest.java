package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventLines;
import dev.runbook.world.ResourceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {

    private static final String SECRET = "p\u00e4ss \"w\\ord&1";

    @Test
    void aSecretIsMaskedInEveryFormAndAtEveryDepth() {
        Redaction redaction = new Redaction();
        redaction.keep(new Value.Items(List.of(new Value.Secret(SECRET))));
        String encoded = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
        String url = "postgres://u:p%C3%A4ss+%22w%5Cord%261@host";
        Value.Fields fields = new Value.Fields(Map.of(
                "plain", new Value.Text("x" + SECRET + "y"),
                "deep", new Value.Items(List.of(new Value.Fields(Map.of(SECRET, new Value.Text(encoded))))),
                "url", new Value.Text(url),
                "json", new Value.Text("{\"a\": \"p\u00e4ss \\\"w\\\\ord&1\"}"),
                "typed", new Value.Secret("never kept")));
        Event masked = redaction.mask(new Event(Instant.EPOCH, Event.Kind.OUTPUT, "p", "t", fields));
        assertThat(EventLines.write(masked))
                .doesNotContain("p\u00e4ss", encoded, "p%C3%A4ss", "never kept")
                .contains("x***y", "u:***@host");
    }

    @Test
    void shortSecretsDoNotBlankOrdinaryText() {
        Redaction redaction = new Redaction();
        redaction.keep("abc");
        assertThat(redaction.mask("abc")).isEqualTo("abc");
    }

    @Test
    void whatTheVaultHandsOutIsNeverShown() {
        Redaction redaction = new Redaction();
        MemoryVault vault = new MemoryVault(redaction);
        String password = vault.random().reveal();
        assertThat(password).matches("[A-Za-z0-9]{40}");
        assertThat(redaction.mask("the password " + password)).isEqualTo("the password ***");
        vault.keep(new ResourceId("db-1"), vault.random());
        assertThat(vault.password(new ResourceId("db-1"))).isPresent();
        assertThat(vault.password(new ResourceId("db-2"))).isEmpty();
    }
}
