package dev.runbook.adapter.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.adapter.aws.AwsAccount.Endpoints;
import dev.runbook.port.AssumedAccess;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Accounts can be read from any thread while tasks register other credentials for them. */
class KnownAccountsTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/refresh";

    private final AwsAccount main = new AwsAccount(
            "main",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Endpoints.all(URI.create("http://127.0.0.1:1")));
    private final KnownAccounts accounts = new KnownAccounts(List.of(main));

    @Test
    void eachWayInHasANameOfItsOwnThatTellsNoExternalId() {
        String shop = accounts.assume("main", role("shop"));
        String bank = accounts.assume("main", role("bank"));
        assertThat(List.of(shop, bank, accounts.assume("main", role("shop"))))
                .containsExactly("main with role " + ROLE, "main with role " + ROLE + " (2)", shop);
        assertThat(accounts.account(bank).role()).contains(new AwsAccount.Role(ROLE, Optional.of("bank")));
        assertThat(accounts.baseAccount(bank)).contains("main");
    }

    @Test
    void anAccountIsFoundWhileOthersAreEntered() throws InterruptedException {
        for (int times = 0; times < 200; times++) {
            KnownAccounts growing = new KnownAccounts(List.of(main));
            Thread entering = new Thread(() ->
                    IntStream.range(0, 300).forEach(number -> growing.assume("main", profile("p" + number))));
            entering.start();
            while (entering.isAlive()) {
                assertThat(growing.account("main")).isSameAs(main);
            }
            entering.join();
        }
    }

    private static AssumedAccess role(String externalId) {
        return new AssumedAccess(Optional.empty(), Optional.of(ROLE), Optional.of(externalId));
    }

    private static AssumedAccess profile(String name) {
        return new AssumedAccess(Optional.of(name), Optional.empty(), Optional.empty());
    }
}
