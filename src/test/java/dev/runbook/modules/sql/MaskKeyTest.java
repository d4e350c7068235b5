package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.modules.sql.rules.MaskKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
                "abababababababababababababababababababab",
                "0123456789abcdef0123456789abcdef",
                "0123456789012345678901234567890123456789",
                "abcdefghijklmnopqrstuvwxyz{|}~0123456789:;",
                "secretsecretsecretsecretsecretsecret",
                "00000000000000000000000000000001",
                "changeme changeme changeme changeme changeme"
            })
    void aKeyThatCanBeGuessedIsRefused(String secret) {
        assertThatThrownBy(() -> MaskKey.of(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can be guessed")
                .hasMessageNotContaining(secret);
    }

    @Test
    void randomKeysAreTakenHoweverTheyAreWritten() {
        SecureRandom random = new SecureRandom();
        byte[] bytes = new byte[32];
        for (int i = 0; i < 2000; i++) {
            random.nextBytes(bytes);
            String digits = HexFormat.of().formatHex(bytes);
            assertThat(MaskKey.of(digits).id()).hasSize(8);
            assertThat(MaskKey.of(digits.substring(32)).id()).hasSize(8);
            assertThat(MaskKey.of(Base64.getEncoder().encodeToString(bytes)).id())
                    .hasSize(8);
        }
    }

    @Test
    void aShortKeyIsRefusedWithItsLengthAndNeverItsText() {
        assertThatThrownBy(() -> MaskKey.of("a-short-one"))
                .hasMessage("the key has 11 bytes; at least 32 are required");
    }

    @Test
    void aKeyShowsItsIdOnly() {
        assertThat(MaskKey.of(MaskingFixture.KEY))
                .hasToString("key " + MaskKey.of(MaskingFixture.KEY).id());
    }
}
