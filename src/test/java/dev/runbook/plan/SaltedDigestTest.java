package dev.runbook.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SaltedDigestTest {

    @Test
    void matchesItsSecretAndDoesNotShowIt() {
        SaltedDigest one = SaltedDigest.of("hunter2", new SecureRandom());
        SaltedDigest other = SaltedDigest.of("hunter2", new SecureRandom());
        assertThat(one.matches("hunter2")).isTrue();
        assertThat(one.matches("hunter3")).isFalse();
        assertThat(one.digest()).isNotEqualTo(other.digest());
        assertThat(one.toString()).doesNotContain("hunter2").doesNotContain(Sha256.of("hunter2"));
    }
}
