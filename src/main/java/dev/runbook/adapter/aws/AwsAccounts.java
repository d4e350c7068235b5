package dev.runbook.adapter.aws;

import dev.runbook.port.AccountSecrets;
import dev.runbook.port.AssumedAccess;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.port.Rds;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The clients of every account, created on first use and shared. */
public final class AwsAccounts implements AutoCloseable {

    private static final int READ_ATTEMPTS_MAX = 5;

    private final KnownAccounts accounts;
    private final Map<Key, Object> made = new HashMap<>();
    private final Deque<SdkAutoCloseable> open = new ArrayDeque<>();

    public AwsAccounts(Collection<AwsAccount> accounts) {
        this.accounts = new KnownAccounts(accounts);
    }

    /** The identity of credentials: the account id and the ARN of the user or role. */
    public record CallerIdentity(String accountId, String arn) {}

    /**
     * Asks AWS for the identity of the credentials.
     *
     * @throws PortException DENIED when there are no credentials, AWS rejects them, or they belong to another account than the
     *     inventory sets
     * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>
     */
    public CallerIdentity verify(String account) throws PortException {
        String call = "sts:GetCallerIdentity for account '" + account + "'";
        CallerIdentity identity;
        try {
            identity = identity(account);
        } catch (SdkException e) {
            throw AwsFailure.ofRead(call, e);
        }
        Optional<String> objection = objection(account, identity);
        if (objection.isPresent()) {
            throw new PortException(Kind.DENIED, call, objection.get());
        }
        pinnedAccount(account).confirm();
        return identity;
    }

    private CallerIdentity identity(String account) {
        GetCallerIdentityResponse answer = sts(account, credentials(account)).getCallerIdentity();
        return new CallerIdentity(answer.account(), answer.arn());
    }

    private Optional<String> objection(String account, CallerIdentity identity) {
        return account(account)
                .accountId()
                .filter(pinned -> !pinned.equals(identity.accountId()))
                .map(pinned -> "the credentials of account '" + account + "' belong to account " + identity.accountId()
                        + " (" + identity.arn() + "), but the inventory says " + pinned);
    }

    /**
     * Registers an account with other credentials; everything else is as in the account itself.
     *
     * @return the name for getting its clients
     */
    public String assume(String account, AssumedAccess access) {
        return accounts.assume(account, access);
    }

    public Rds rds(String account) {
        return client("rds", account, Rds.class, name -> new AwsRds(rds(name, readRetries()), rds(name, noRetries())));
    }

    public ObjectStore store(String account) {
        return client("s3", account, ObjectStore.class, name -> new S3Store(s3(name, noRetries()), owner(name)));
    }

    /** The id of the account that must own the buckets; the same for all credentials of the account. */
    private Optional<String> owner(String account) {
        return account(accounts.baseAccount(account).orElse(account)).accountId();
    }

    /** The secrets and parameters of an account; only reads, so throttled calls are retried. */
    public AccountSecrets secrets(String account) {
        return client(
                "secrets",
                account,
                AccountSecrets.class,
                name -> new AwsSecrets(
                        () -> client("secretsmanager", name, SecretsManagerClient.class, this::secretsManager),
                        () -> client("ssm", name, SsmClient.class, this::ssm)));
    }

    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        made.clear();
    }

    private RdsClient rds(String account, RetryStrategy retries) {
        var builder = RdsClient.builder();
        account(account).endpoints().rds().ifPresent(builder::endpointOverride);
        return keep(common(builder, account, retries).httpClient(http()).build());
    }

    private S3Client s3(String account, RetryStrategy retries) {
        var builder = S3Client.builder()
                .forcePathStyle(account(account).endpoints().s3().isPresent());
        account(account).endpoints().s3().ifPresent(builder::endpointOverride);
        List<ExecutionInterceptor> owner = owner(account).<ExecutionInterceptor>map(ExpectedOwner::new).stream()
                .toList();
        return keep(common(builder, account, retries, owner).httpClient(http()).build());
    }

    private SecretsManagerClient secretsManager(String account) {
        var builder = SecretsManagerClient.builder();
        account(account).endpoints().secretsmanager().ifPresent(builder::endpointOverride);
        return keep(common(builder, account, readRetries()).httpClient(http()).build());
    }

    private SsmClient ssm(String account) {
        var builder = SsmClient.builder();
        account(account).endpoints().ssm().ifPresent(builder::endpointOverride);
        return keep(common(builder, account, readRetries()).httpClient(http()).build());
    }

    private StsClient sts(String account, AwsCredentialsProvider credentials) {
        var builder = StsClient.builder()
                .credentialsProvider(credentials)
                .httpClient(http())
                .overrideConfiguration(override -> override.addExecutionInterceptor(new AwsCallLog(account)));
        account(account).endpoints().sts().ifPresent(builder::endpointOverride);
        account(account).region().map(Region::of).ifPresent(builder::region);
        return keep(builder.build());
    }

    private <B extends AwsClientBuilder<B, ?>> B common(B builder, String account, RetryStrategy retries) {
        return common(builder, account, retries, List.of());
    }

    private <B extends AwsClientBuilder<B, ?>> B common(
            B builder, String account, RetryStrategy retries, List<ExecutionInterceptor> more) {
        account(account).region().map(Region::of).ifPresent(builder::region);
        return builder.credentialsProvider(credentials(account)).overrideConfiguration(override -> {
            override.retryStrategy(retries).addExecutionInterceptor(new AwsCallLog(account));
            if (account(account).accountId().isPresent()) {
                override.addExecutionInterceptor(pinnedAccount(account));
            }
            more.forEach(override::addExecutionInterceptor);
        });
    }

    /** One instance for all clients of an account, so that AWS is asked once. */
    private PinnedAccount pinnedAccount(String account) {
        return client(
                "pinned",
                account,
                PinnedAccount.class,
                name -> new PinnedAccount(() -> objection(name, identity(name))));
    }

    private AwsCredentialsProvider credentials(String account) {
        return client("credentials", account, AwsCredentialsProvider.class, name -> {
            Optional<String> from = accounts.baseAccount(name)
                    .filter(own -> account(name).profile().isEmpty());
            AwsCredentialsProvider first =
                    from.isPresent() ? credentials(from.get()) : AwsCredentials.first(account(name));
            return account(name)
                    .role()
                    .map(role -> AwsCredentials.ofRole(role, () -> sts(name, first)))
                    .orElse(first);
        });
    }

    private SdkHttpClient http() {
        return client("http", "", SdkHttpClient.class, name -> keep(Connections.open()));
    }

    private static RetryStrategy readRetries() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(READ_ATTEMPTS_MAX)
                .build();
    }

    /** The SDK never repeats a changing call: only the caller can check whether the first one took effect. */
    private static RetryStrategy noRetries() {
        return AwsRetryStrategy.doNotRetry();
    }

    private AwsAccount account(String name) {
        return accounts.account(name);
    }

    private record Key(String kind, String account) {}

    private synchronized <T> T client(String kind, String account, Class<T> type, Function<String, T> make) {
        Key key = new Key(kind, account);
        if (!made.containsKey(key)) {
            made.put(key, make.apply(account));
        }
        return type.cast(Optional.ofNullable(made.get(key)).orElseThrow());
    }

    private synchronized <C extends SdkAutoCloseable> C keep(C closeable) {
        open.push(closeable);
        return closeable;
    }
}
